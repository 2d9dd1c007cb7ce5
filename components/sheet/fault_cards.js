// Every text comes from the sheet: it is only ever set as textContent or as an attribute.
function part(tag, attributes, text) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value)
  if (text) element.textContent = text
  return element
}

// A word of several may break between them.
function cell(text) {
  const td = part("td", {})
  text.split("_").forEach((word, place) => td.append(...(place ? ["_", part("wbr", {})] : []), word))
  return td
}

function row(item, columns, empty) {
  const tr = part("tr", {})
  tr.append(part("th", { scope: "row" }, String(item.number)))
  item.cells.forEach((text, place) => {
    const isMarked = item.marked.includes(columns[place].letter)
    if (!isMarked) return tr.append(cell(text))
    const td = part("td", {})
    td.append(part("mark", { class: text ? null : "empty" }, text || empty))
    tr.append(td)
  })
  return tr
}

function table(card, empty) {
  const head = part("thead", {})
  const letters = part("tr", {})
  letters.append(part("td", {}), ...card.columns.map((column) => part("th", { scope: "col" }, column.letter)))
  head.append(letters)
  if (card.columns.some((column) => column.header)) {
    const headers = part("tr", { class: "headers" })
    headers.append(part("td", {}), ...card.columns.map((column) => cell(column.header)))
    head.append(headers)
  }
  const body = part("tbody", {})
  body.append(...card.rows.map((item) => row(item, card.columns, empty)))
  const all = part("table", { style: `--columns: ${card.columns.length + 1}` })
  all.append(part("caption", {}, card.title), head, body)
  const scrolls = part("div", { class: "scrolls", tabindex: "0", role: "group", "aria-label": card.title })
  scrolls.append(all)
  return scrolls
}

function mend(item, title, words, told) {
  const li = part("li", {})
  li.append(part("p", {}, item.says))
  if (item.found) li.append(part("p", { class: "found" }, item.found))
  const ways = part("div", { class: "ways" })
  const copied = item.link || !item.place ? item.typed : [...item.typed, item.place]
  for (const text of copied) {
    const button = part("button", { type: "button" }, words.copy.replace("{text}", text))
    button.onclick = async () => {
      await copy(text)
      told.textContent = words.copied.replace("{text}", text)
    }
    ways.append(button)
  }
  const named = `${words.open}: ${item.place || title}`
  const link = { href: item.link, target: "_blank", rel: "noopener", "aria-label": named }
  if (item.link) ways.append(part("a", link, words.open))
  if (ways.children.length) li.append(ways)
  return li
}

function card(item, words, told) {
  const article = part("article", {})
  article.append(part("h3", {}, item.title))
  if (item.rows.length) article.append(table(item, words.empty))
  const mends = part("ul", {})
  mends.append(...item.mends.map((one) => mend(one, item.title, words, told)))
  article.append(mends)
  return article
}

// Scrolls to the cell at fault: to all of it, or to where one that is wider than its frame begins; and no further than
// to the edge of a column, so that no word stands cut beside the number of the row.
function showBad(scrolls) {
  const bad = scrolls.querySelector("mark")?.closest("td").getBoundingClientRect()
  if (!bad) return
  const isMirrored = scrolls.matches(":dir(rtl)")
  const [frame, head] = [scrolls, scrolls.querySelector("tbody th")].map((part) => part.getBoundingClientRect())
  const before = (box) => (isMirrored ? head.left - box.right : box.left - head.right)
  const over = isMirrored ? frame.left - bad.left : bad.right - frame.right
  const edges = [...scrolls.querySelectorAll("thead th")].map((column) => before(column.getBoundingClientRect()))
  const on = over > 0 ? edges.find((edge) => edge >= Math.min(over, before(bad)) - 1) ?? 0 : 0
  const beyond = Math.ceil(on) - (scrolls.scrollWidth - scrolls.clientWidth)
  if (on && beyond > 0) scrolls.style.setProperty("--beyond", `${beyond}px`)
  scrolls.scrollLeft = isMirrored ? -on : on
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".faults")
  const told = part("span", { class: "told", role: "status" })
  const groups = data.groups.map((group) => {
    const section = part("section", {})
    section.append(...group.cards.map((item) => card(item, data.words, told)))
    if (group.more) {
      const more = part("button", { type: "button", class: "more" }, group.more)
      more.onclick = () => setTriggerValue("more", group.kind)
      section.append(more)
    }
    return section
  })
  // Whoever asked for more goes on at the first of them.
  const now = root.getRootNode().activeElement
  const asked = now?.matches(".more") ? now.parentElement : null
  const [place, shown] = [[...root.children].indexOf(asked), asked?.querySelectorAll("article").length]
  root.replaceChildren(...groups, told)
  const next = groups[place]?.querySelectorAll("h3")[shown]
  next?.setAttribute("tabindex", "-1")
  next?.focus()
  // A sheet is wider than a page: the cell at fault is the one to see, once there is a width.
  requestAnimationFrame(() => root.querySelectorAll(".scrolls").forEach(showBad))
}
