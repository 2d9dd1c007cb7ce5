// Every text comes from the sheet: it is only ever set as textContent.
function part(tag, className, text) {
  const element = document.createElement(tag)
  element.className = className
  if (text) element.textContent = text
  return element
}

function row(item, onOpen) {
  const li = part("li", item.is_silent ? "silent" : "")
  li.dataset.code = item.code
  const open = part("button", "name", item.name)
  open.type = "button"
  open.onclick = () => onOpen(item.code)
  const amount = part("div", "amount")
  const numbers = part("div", "numbers")
  numbers.append(part("b", "", item.received), ` ${item.expected}`)
  // The eye finds the noun in the heading.
  numbers.setAttribute("role", "img")
  numbers.setAttribute("aria-label", item.told)
  const bar = part("div", "bar")
  bar.setAttribute("aria-hidden", "true")
  for (const [name, share] of [["aim", item.aim], ["part", item.share]]) {
    if (share === null) continue
    const shown = part("div", name)
    shown.style.width = `${share * 100}%`
    bar.append(shown)
  }
  amount.append(numbers, bar)
  const dots = part("div", "dots")
  for (const dot of item.dots) {
    const one = part("span", `dot ${dot.state}`)
    one.title = dot.said
    one.setAttribute("role", "img")
    one.setAttribute("aria-label", dot.said)
    one.append(part("b", ""), ` ${dot.question}`)
    dots.append(one)
  }
  li.append(open, amount, dots, part("div", "heard", item.heard))
  return li
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".strip")
  const list = (rows, label) => {
    const ul = document.createElement("ul")
    ul.setAttribute("aria-label", label)
    ul.append(...rows.map((item) => row(item, (code) => setTriggerValue("opened", code))))
    return ul
  }
  const own = data.rows.filter((item) => !item.is_crossing)
  const crossing = data.rows.filter((item) => item.is_crossing)
  root.replaceChildren(list(own, data.label))
  if (crossing.length) root.append(part("h3", "", data.crossing), list(crossing, data.crossing))
}
