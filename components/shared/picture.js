// A chart as a picture, made by the Plotly that drew it on the page, with what it rests on written around it.
const SVG = "http://www.w3.org/2000/svg"
const EDGE = 16

export default function ({ data, parentElement }) {
  for (const button of parentElement.querySelectorAll("button")) {
    button.textContent = data.labels[button.dataset.format]
    button.onclick = () => save(data, button.dataset.format)
    button.hidden = !window.Plotly || !chart(data)
  }
}

function chart(data) {
  return document.querySelector(`.st-key-${CSS.escape(data.chart)} .js-plotly-plot`)
}

async function save(data, format) {
  const picture = await composed(data, chart(data))
  const text = new XMLSerializer().serializeToString(picture)
  const drawn = new Blob([text], { type: "image/svg+xml;charset=utf-8" })
  const link = document.createElement("a")
  link.href = URL.createObjectURL(format === "svg" ? drawn : await pixels(picture, drawn))
  link.download = `${data.name}.${format}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}

// The nearest element around the chart that has a colour of its own to stand on.
function grounded(element) {
  const clear = ["rgba(0, 0, 0, 0)", "transparent"]
  while (element.parentElement && clear.includes(getComputedStyle(element).backgroundColor)) element = element.parentElement
  return element
}

async function composed(data, drawn) {
  const width = drawn.clientWidth, height = drawn.clientHeight
  const address = await window.Plotly.toImage(drawn, { format: "svg", width, height })
  const inner = new DOMParser().parseFromString(decodeURIComponent(address.slice(address.indexOf(",") + 1)), "image/svg+xml")
  const page = getComputedStyle(grounded(drawn))
  const wide = width + 2 * EDGE
  const picture = document.createElementNS(SVG, "svg")
  const ground = picture.appendChild(document.createElementNS(SVG, "rect"))
  let at = EDGE
  const write = (said, size, weight, colour) => {
    for (const line of lines(said, (wide - 2 * EDGE) / (size * 0.55))) {
      const text = picture.appendChild(document.createElementNS(SVG, "text"))
      at += size * 1.35
      const look = { x: EDGE, y: at, fill: colour, "font-size": size, "font-weight": weight, "font-family": page.fontFamily }
      for (const [name, value] of Object.entries(look)) text.setAttribute(name, value)
      text.textContent = line
    }
  }
  write(data.title, 20, 600, page.color)
  if (data.mark) write(data.mark, 14, 600, page.color)
  at += EDGE
  const nested = picture.appendChild(document.importNode(inner.documentElement, true))
  nested.setAttribute("x", EDGE)
  nested.setAttribute("y", at)
  // Another program may have a broader font.
  nested.style.overflow = "visible"
  at += height
  write(data.foot, 13, 400, page.color)
  at += EDGE
  for (const [name, value] of Object.entries({ width: wide, height: at })) {
    picture.setAttribute(name, value)
    ground.setAttribute(name, value)
  }
  picture.setAttribute("viewBox", `0 0 ${wide} ${at}`)
  picture.setAttribute("role", "img")
  picture.setAttribute("lang", data.language)
  const alt = picture.insertBefore(document.createElementNS(SVG, "title"), ground)
  alt.textContent = data.alt
  const faces = picture.insertBefore(document.createElementNS(SVG, "style"), ground)
  faces.textContent = await fonts(page.fontFamily).catch(() => "")
  ground.setAttribute("fill", page.backgroundColor)
  return picture
}

// The page's own font, which a picture does not load: every label was placed by its letters.
async function fonts(families) {
  const bare = (name) => name.trim().replace(/["']/g, "")
  const family = bare(families.split(",")[0])
  const faces = []
  for (const sheet of document.styleSheets) {
    for (const { style } of [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule)) {
      const address = /url\("?([^")]+)/.exec(style.getPropertyValue("src"))
      if (!address || bare(style.fontFamily) !== family || style.fontStyle === "italic") continue
      const content = await (await fetch(new URL(address[1], sheet.href || document.baseURI))).blob()
      faces.push(`@font-face{font-family:"${family}";font-weight:${style.fontWeight};src:url(${await asData(content)})}`)
    }
  }
  return faces.join("")
}

function asData(content) {
  return new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result)
    reader.readAsDataURL(content)
  })
}

// Lines of about so many letters, broken between words.
function lines(said, letters) {
  const found = [""]
  for (const word of said.split(" ")) {
    const line = found[found.length - 1]
    if (line && line.length + word.length + 1 > letters) found.push(word)
    else found[found.length - 1] = line ? `${line} ${word}` : word
  }
  return found
}

// Twice as many as on the screen, for paper.
async function pixels(picture, drawn) {
  const image = new Image()
  image.src = URL.createObjectURL(drawn)
  await image.decode()
  const canvas = document.createElement("canvas")
  canvas.width = 2 * picture.getAttribute("width")
  canvas.height = 2 * picture.getAttribute("height")
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
  URL.revokeObjectURL(image.src)
  return new Promise((done) => canvas.toBlob(done, "image/png"))
}
