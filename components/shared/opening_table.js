// Every text comes from the sheet: it is only ever set as textContent or as an attribute.
function part(tag, attributes, text) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value)
  if (text) element.textContent = text
  return element
}

// The address of what a row opens, for a new tab; the choices of the page stay in it.
function address(parameter, id) {
  const url = new URL(window.location.href)
  url.searchParams.set(parameter, id)
  return url.href
}

const isPlain = (event) => event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)

function head(column, sorted, onSort) {
  const ways = { up: ["ascending", " ↑"], down: ["descending", " ↓"] }
  const [way, arrow] = (column.code === sorted.by && ways[sorted.way]) || [null, ""]
  const th = part("th", { scope: "col", role: "columnheader", "aria-sort": way })
  const button = part("button", { type: "button", "data-part": `by ${column.code}` }, column.title + arrow)
  button.onclick = () => onSort(column.code)
  th.append(button)
  return th
}

// Words of a language stay whole; an address breaks. What is short enough stays in one line where there is room.
const LONG = /\S{21}/
const SHORT = 16

function row(item, place, data, onOpen) {
  const tr = part("tr", { role: "row", "aria-rowindex": place + 2 })
  item.cells.forEach((text, column) => {
    const isLead = column === data.lead
    const kind = [isLead ? "lead" : text ? "" : "empty", LONG.test(text) ? "long" : text.length <= SHORT ? "short" : ""].join(" ").trim() || null
    const td = part("td", { role: "cell", class: kind, "data-name": data.columns[column].label })
    if (isLead) td.append(part("a", { href: address(data.parameter, item.id) }, text || item.id))
    else td.textContent = text
    tr.append(td)
  })
  // Whoever selects the text of a cell to copy it does not open its row.
  tr.onclick = (event) => {
    if (!isPlain(event) || String(getSelection())) return
    event.preventDefault()
    onOpen(item.id)
  }
  return tr
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".table")
  const table = part("table", { role: "table", "aria-rowcount": data.n + 1 })
  const heads = part("tr", { role: "row" })
  heads.append(...data.columns.map((column) => head(column, data.sorted, (code) => setTriggerValue("sorted", code))))
  const thead = part("thead", { role: "rowgroup" })
  thead.append(heads)
  const body = part("tbody", { role: "rowgroup" })
  body.append(...data.rows.map((item, place) => row(item, data.first + place, data, (id) => setTriggerValue("opened", id))))
  table.append(part("caption", {}, data.label), thead, body)
  const parts = [table]
  if (data.pager) {
    const pager = part("nav", { class: "pager", "aria-label": data.label })
    for (const [code, name, isOff] of [["previous", data.pager.previous, !data.pager.before], ["next", data.pager.next, !data.pager.after]]) {
      const button = part("button", { type: "button", "data-part": code, "aria-describedby": "shown" }, name)
      button.disabled = isOff
      button.onclick = () => setTriggerValue("turned", code)
      pager.append(button)
    }
    pager.append(part("span", { id: "shown" }, data.pager.said))
    parts.push(pager)
  }
  // Whoever sorts or turns by keyboard stays where the key was pressed; at the last page, beside it.
  const pressed = root.getRootNode().activeElement?.dataset.part
  root.replaceChildren(...parts)
  const buttons = [...root.querySelectorAll("button:enabled")]
  const same = buttons.find((button) => button.dataset.part === pressed)
  if (pressed) (same ?? buttons.at(-1))?.focus({ preventScroll: true })
}
