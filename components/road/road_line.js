// Every text comes from the sheet: it is only ever set as textContent.
const SHAPES = {
  done: '<circle cx="16" cy="16" r="15" fill="var(--sea)"/><path d="M9 16.5l5 5 9.5-11" fill="none" stroke="var(--st-background-color)" stroke-width="3.2"/>',
  "under-way": '<circle cx="16" cy="16" r="13.5" fill="var(--st-background-color)" stroke="var(--now)" stroke-width="4"/><path d="M12.5 9.5v13l10-6.5z" fill="var(--now)"/>',
  next: '<circle cx="16" cy="16" r="13.5" fill="var(--st-background-color)" stroke="var(--now)" stroke-width="4"/><circle cx="16" cy="16" r="5.5" fill="var(--now)"/>',
  late: '<path d="M16 1.5L31 29.5H1z" fill="var(--late)"/><path d="M16 11v9" stroke="var(--st-background-color)" stroke-width="3.2"/><circle cx="16" cy="24.6" r="2" fill="var(--st-background-color)"/>',
  ahead: '<circle cx="16" cy="16" r="12.5" fill="var(--st-background-color)" stroke="var(--ahead)" stroke-width="3"/>',
  undated: '<circle cx="16" cy="16" r="12.5" fill="var(--st-background-color)" stroke="var(--ahead)" stroke-width="3" stroke-dasharray="5 4"/>',
  cancelled: '<circle cx="16" cy="16" r="12.5" fill="var(--st-background-color)" stroke="var(--ahead)" stroke-width="3"/><path d="M10.5 10.5l11 11m0-11l-11 11" stroke="var(--ahead)" stroke-width="3"/>',
}

function part(tag, className, text) {
  const element = document.createElement(tag)
  element.className = className
  if (text) element.textContent = text
  return element
}

function step(item, onOpen) {
  const li = part("li", item.state + (item.travelled ? " travelled" : "") + (item.onward ? " onward" : ""))
  const node = part("span", "node")
  node.setAttribute("aria-hidden", "true")
  node.innerHTML = `<svg viewBox="0 0 32 32">${SHAPES[item.state]}</svg>`
  const title = part("button", "title", item.title)
  title.type = "button"
  title.title = item.title
  title.onclick = () => onOpen(item.id)
  li.append(node, title, part("div", "when", item.when), part("div", "state", item.word))
  if (item.note) li.append(part("div", "note", item.note))
  return li
}

// Side by side while each step has room for its words, else one below the other.
const ROOM = 100
const CROWDED = 150

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".road")
  const list = document.createElement("ol")
  list.setAttribute("aria-label", data.label)
  const steps = data.steps.map((item) => step(item, (id) => setTriggerValue("opened", id)))
  list.append(...steps)
  root.replaceChildren(list)
  if (data.here) {
    const row = part("li", "here-row", data.here.text)
    if (data.here.after < 0) list.prepend(row)
    else steps[data.here.after].after(row)
    const left = `${(data.here.at * 100).toFixed(2)}%`
    const edge = data.here.at < 0.08 ? " at-start" : data.here.at > 0.92 ? " at-end" : ""
    const here = part("div", "here" + edge, data.here.text)
    const pin = part("div", "pin")
    here.style.left = pin.style.left = left
    for (const mark of [here, pin]) mark.setAttribute("aria-hidden", "true")
    root.append(here, pin)
  }
  const lay = (width) => {
    const room = width / steps.length
    root.classList.toggle("stacked", room < ROOM || width < 600)
    root.classList.toggle("crowded", room < CROWDED && room >= ROOM && width >= 600)
  }
  // At once, before it is painted: the observer first speaks after that, and the page would jump.
  lay(root.getBoundingClientRect().width)
  const fit = new ResizeObserver(([{ contentRect }]) => lay(contentRect.width))
  fit.observe(root)
  return () => fit.disconnect()
}
