function button(className, text) {
  const made = document.createElement("button")
  made.type = "button"
  made.className = className
  made.textContent = text
  return made
}

async function send(address) {
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    await navigator.share({ title: document.title, url: address }).catch(() => undefined)
    return false
  }
  await copy(address)
  return true
}

const ICON =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true">' +
  '<circle cx="6" cy="12" r="2.6"/><circle cx="17.5" cy="5.5" r="2.6"/><circle cx="17.5" cy="18.5" r="2.6"/>' +
  '<path d="M8.4 10.8l6.8-4M8.4 13.2l6.8 4"/></svg>'

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".share")
  const open = button("open", "")
  open.innerHTML = ICON
  const label = document.createElement("span")
  label.textContent = data.label
  open.append(label)
  const told = document.createElement("span")
  told.className = "told"
  told.setAttribute("role", "status")
  const ways = document.createElement("div")
  ways.className = "ways"
  ways.hidden = true
  const show = (isShown) => {
    ways.hidden = !isShown
    open.setAttribute("aria-expanded", String(isShown))
    // A phone may have the button at the edge of its screen.
    ways.style.cssText = ""
    const { left, right } = ways.getBoundingClientRect()
    if (isShown && (left < 8 || right > innerWidth - 8)) ways.style.cssText = left < 8 ? "left:0;right:auto" : "right:0;left:auto"
  }
  const share = async (day) => {
    show(false)
    open.focus()
    const address = new URL(location.href)
    if (day) address.searchParams.set("asof", day)
    if (!(await send(address.href))) return
    label.textContent = told.textContent = data.copied
    open.classList.add("says")
    setTimeout(() => {
      label.textContent = data.label
      open.classList.remove("says")
      told.textContent = ""
    }, 4000)
  }
  for (const [text, day] of [
    [data.live, ""],
    [data.dated, data.day],
  ]) {
    const way = button("way", text)
    way.onclick = () => share(day)
    ways.append(way)
  }
  if (data.day) open.setAttribute("aria-expanded", "false")
  open.onclick = () => {
    if (!data.day) share("")
    else {
      show(ways.hidden)
      if (!ways.hidden) ways.firstChild.focus()
    }
  }
  root.onkeydown = (event) => {
    if (event.key === "Escape" && !ways.hidden) {
      show(false)
      open.focus()
    }
  }
  root.onfocusout = (event) => {
    if (!root.contains(event.relatedTarget)) show(false)
  }
  root.replaceChildren(open, ways, told)
}
