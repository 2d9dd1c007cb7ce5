// Every text comes from the sheet: it is only ever set as textContent.
const SHAPES = {
  done: '<circle cx="16" cy="16" r="15" fill="var(--sea)"/><path d="M9 16.5l5 5 9.5-11" fill="none" stroke="var(--paper)" stroke-width="3.2"/>',
  "under-way": '<circle cx="16" cy="16" r="13.5" fill="var(--paper)" stroke="var(--now)" stroke-width="4"/><path d="M12.5 9.5v13l10-6.5z" fill="var(--now)"/>',
  next: '<circle cx="16" cy="16" r="13.5" fill="var(--paper)" stroke="var(--now)" stroke-width="4"/><circle cx="16" cy="16" r="5.5" fill="var(--now)"/>',
  late: '<path d="M16 1.5L31 29.5H1z" fill="var(--late)"/><path d="M16 11v9" stroke="var(--paper)" stroke-width="3.2"/><circle cx="16" cy="24.6" r="2" fill="var(--paper)"/>',
  ahead: '<circle cx="16" cy="16" r="12.5" fill="var(--paper)" stroke="var(--ahead)" stroke-width="3"/>',
  undated: '<circle cx="16" cy="16" r="12.5" fill="var(--paper)" stroke="var(--ahead)" stroke-width="3" stroke-dasharray="5 4"/>',
  cancelled: '<circle cx="16" cy="16" r="12.5" fill="var(--paper)" stroke="var(--ahead)" stroke-width="3"/><path d="M10.5 10.5l11 11m0-11l-11 11" stroke="var(--ahead)" stroke-width="3"/>',
}
const SVG = "http://www.w3.org/2000/svg"

// Pixels: half a node, the road's thickness, the lane of the day's flag, the way of a leader line.
const EDGE = 14
const THICK = 12
const FLAG = 28
const LEADER = 14
const NARROW = 600
const ROOMY = 150
const TIGHT = 118
const WIDEST = 190

function part(tag, className, text) {
  const element = document.createElement(tag)
  element.className = className
  if (text) element.textContent = text
  return element
}

function step(item, onOpen) {
  const li = part("li", item.state)
  const title = part("button", "title", item.title)
  title.type = "button"
  title.onclick = () => onOpen(item.id)
  li.append(title, part("div", "when", item.when), part("div", "state", item.word))
  if (item.note) li.append(part("div", "note", item.note))
  return li
}

function node(item, onOpen) {
  const mark = part("span", "node " + item.state)
  mark.innerHTML = `<svg viewBox="0 0 32 32">${SHAPES[item.state]}</svg>`
  mark.onclick = () => onOpen(item.id)
  mark.setAttribute("aria-hidden", "true")
  return mark
}

// Starts for things of these sizes, each as near as can be to where its middle is wanted, in order, none over another.
export function spread(wanted, sizes, from, to) {
  const groups = []
  sizes.forEach((size, i) => {
    groups.push({ size, sum: wanted[i] - size / 2, count: 1, start: 0 })
    for (;;) {
      const last = groups.at(-1)
      last.start = Math.max(from, Math.min(to - last.size, last.sum / last.count))
      const before = groups.at(-2)
      if (!before || before.start + before.size <= last.start) break
      groups.pop()
      before.sum += last.sum - last.count * before.size
      before.count += last.count
      before.size += last.size
    }
  })
  const starts = []
  for (const group of groups) {
    let at = group.start
    for (let n = 0; n < group.count; n++) {
      starts.push(at)
      at += sizes[starts.length - 1]
    }
  }
  return starts
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".road")
  const open = (id) => setTriggerValue("opened", id)
  const list = document.createElement("ol")
  list.setAttribute("aria-label", data.label)
  const labels = data.steps.map((item) => step(item, open))
  list.append(...labels)
  const told = part("p", "told", data.alt)
  const drawn = part("div", "drawn")
  drawn.setAttribute("aria-hidden", "true")
  root.replaceChildren(told, drawn, list)
  const dated = data.steps.flatMap((item, i) => (item.at === null ? [] : [i]))
  const ats = dated.map((i) => data.steps[i].at)

  // `along` and `across` are the road's own directions: x and y side by side, y and x one below the other.
  const draw = (length, road, isStacked, leaders) => {
    const place = (share) => EDGE + share * (length - 2 * EDGE)
    const stretch = (className, from, to) => {
      const bar = part("div", "stretch " + className)
      const [start, size] = [place(from), Math.max(place(to) - place(from), 0)]
      bar.style.cssText = isStacked ? `top:${start}px;height:${size}px` : `left:${start}px;width:${size}px;top:${road}px`
      return bar
    }
    const parts = [stretch("whole", 0, 1)]
    if (data.done_to !== null) parts.push(stretch("gone", 0, data.done_to))
    for (const at of data.overdue) parts.push(stretch("overdue", at, data.here.at))
    for (const i of dated) {
      const { first, last } = data.steps[i]
      if (place(last) - place(first) > 2 * EDGE) parts.push(stretch("period " + data.steps[i].state, first, last))
    }
    const lines = document.createElementNS(SVG, "svg")
    lines.setAttribute("class", "leaders")
    for (const way of leaders) {
      const path = document.createElementNS(SVG, "path")
      path.setAttribute("d", way)
      lines.append(path)
    }
    parts.push(lines)
    const across = isStacked ? EDGE : road
    for (const i of dated) {
      const mark = node(data.steps[i], open)
      mark.style.cssText = isStacked
        ? `top:${place(data.steps[i].at)}px;left:${across}px`
        : `left:${place(data.steps[i].at)}px;top:${across}px`
      parts.push(mark)
    }
    const here = part("div", "here", data.here.text)
    const pin = part("div", "pin")
    const at = place(data.here.at)
    if (isStacked) {
      here.style.top = pin.style.top = `${at}px`
    } else {
      pin.style.cssText = `left:${at}px;top:${road - FLAG}px;height:${FLAG + 12}px`
      here.style.top = `${road - FLAG - 2}px`
    }
    parts.push(pin, here)
    drawn.replaceChildren(...parts)
    if (!isStacked) {
      const half = here.getBoundingClientRect().width / 2
      here.style.left = `${Math.min(Math.max(at, half), length - half)}px`
    }
    return place
  }

  const sideBySide = (width) => {
    const oneRow = dated.length * ROOMY <= width
    const rows = oneRow ? [dated] : [dated.filter((_, n) => n % 2), dated.filter((_, n) => n % 2 === 0)]
    const most = Math.max(...rows.map((row) => row.length), 1)
    const size = Math.min(WIDEST, width / most)
    for (const i of dated) labels[i].style.cssText = `width:${size}px`
    const heights = rows.map((row) => Math.max(0, ...row.map((i) => labels[i].offsetHeight)))
    const above = oneRow ? 0 : heights[0] + LEADER
    const road = above + FLAG + 12
    const place = (share) => EDGE + share * (width - 2 * EDGE)
    const leaders = []
    rows.forEach((row, n) => {
      const isAbove = !oneRow && n === 0
      const wanted = row.map((i) => place(data.steps[i].at))
      const starts = spread(wanted, row.map(() => size), 0, width)
      row.forEach((i, k) => {
        const height = labels[i].offsetHeight
        const top = isAbove ? heights[0] - height : road + THICK + LEADER
        labels[i].style.cssText = `width:${size}px;left:${starts[k]}px;top:${top}px`
        const [x, to] = [wanted[k], starts[k] + size / 2]
        leaders.push(
          isAbove
            ? `M${x} ${road - 12}V${road - FLAG - 6}L${to} ${heights[0] + 4}`
            : `M${x} ${road + 12}V${road + 18}L${to} ${top - 2}`
        )
      })
    })
    draw(width, road, false, leaders)
    const below = rows.at(-1).length ? road + THICK + LEADER + heights.at(-1) : road + THICK
    root.style.height = `${below + unplaced(below, width)}px`
  }

  const stacked = (width) => {
    for (const i of dated) labels[i].style.cssText = `left:3.4rem;width:calc(${width}px - 3.4rem)`
    const flag = 34
    const heights = dated.map((i) => labels[i].offsetHeight)
    // The day has a label of its own among those of the steps.
    const after = ats.filter((at) => at <= data.here.at).length
    const sizes = [...heights.slice(0, after), flag, ...heights.slice(after)]
    const length = Math.max(sizes.reduce((sum, size) => sum + size, 0), 240)
    const place = (share) => EDGE + share * (length - 2 * EDGE)
    const wanted = [...ats.slice(0, after), data.here.at, ...ats.slice(after)].map(place)
    const starts = spread(wanted, sizes, 0, length)
    const leaders = starts.map((start, n) => `M${EDGE + 14} ${wanted[n]}L${46} ${start + (n === after ? flag / 2 : 15)}`)
    draw(length, EDGE, true, leaders)
    const placed = starts.filter((_, n) => n !== after)
    dated.forEach((i, n) => (labels[i].style.top = `${placed[n]}px`))
    drawn.querySelector(".here").style.top = `${starts[after] + flag / 2}px`
    root.style.height = `${length + unplaced(length, width)}px`
  }

  // Steps without a date stand below the road, which has no place for them, beside each other as long as there is room.
  const unplaced = (from, width) => {
    let [left, top, high] = [0, from + 12, 0]
    data.steps.forEach((item, i) => {
      if (item.at !== null) return
      labels[i].classList.add("unplaced")
      labels[i].style.cssText = `width:max-content;max-width:${width}px`
      const { offsetWidth, offsetHeight } = labels[i]
      if (left + offsetWidth > width) [left, top, high] = [0, top + high + (high && 4), 0]
      labels[i].style.left = `${left}px`
      labels[i].style.top = `${top}px`
      left += offsetWidth + 12
      high = Math.max(high, offsetHeight)
    })
    return high && top + high + 8 - from
  }

  const lay = (width) => {
    if (!width) return
    const isStacked = width < NARROW || Math.ceil(dated.length / 2) * TIGHT > width
    root.classList.toggle("stacked", isStacked)
    root.classList.toggle("crowded", !isStacked && dated.length * ROOMY > width)
    ;(isStacked ? stacked : sideBySide)(width)
  }
  // At once, before it is painted or printed: the observer first speaks after that, and the page would jump.
  const size = () => [root.offsetWidth, ...labels.flatMap((label) => [label.offsetWidth, label.offsetHeight])].join()
  let laid = ""
  const fit = () => {
    if (size() === laid) return
    lay(root.getBoundingClientRect().width)
    laid = size()
  }
  fit()
  // Its labels too: text spaced as a reader needs it makes them higher at the same width.
  const observer = new ResizeObserver(fit)
  for (const one of [root, ...labels]) observer.observe(one)
  document.addEventListener("road:resized", fit)
  // Another font is another height.
  document.fonts?.ready.then(() => {
    laid = ""
    fit()
  })
  return () => {
    observer.disconnect()
    document.removeEventListener("road:resized", fit)
  }
}
