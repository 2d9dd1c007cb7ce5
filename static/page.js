// The page's manners: where the focus goes, what is said aloud, whose words stand on what Streamlit says in English.
// What it names of Streamlit's page stands in data/insides.py. Told by components/shell/document.py after every run.
(() => {
  const POPOVER = '[data-testid="stPopoverBody"]'
  const OPENER = '[data-testid="stPopoverButton"]'
  const SIDEBAR = '[data-testid="stSidebar"]'
  const MENU = `${SIDEBAR}[data-collapsed="false"]`
  const MENU_CLOSER = `${MENU} [data-testid="stSidebarCollapseButton"] button`
  const MENU_OPENER = '[data-testid="stExpandSidebarButton"]'
  const MAIN = '[data-testid="stMain"]'
  const SKIP = '[data-testid="stSkipToContent"]'
  const ICON = '[data-testid="stIconMaterial"], [role="img"][aria-label$=" icon"]'
  const LABEL = '[data-testid="stWidgetLabel"], h1, h2, h3, h4'
  const LINK = '[data-testid="stLinkButton"] a'
  const HELP = '[data-testid="stTooltipHoverTarget"] > button[aria-label]:not([kind])'
  const APP = '[data-testid="stApp"]'
  const CHART = '[data-testid="stPlotlyChart"]'
  const SKELETON = '[data-testid="stSkeleton"]'
  const MAP = "./app/static/topojson/world_110m.json"
  const FOCUSABLE = "a[href], button:enabled, input, textarea, [tabindex='0']"
  const RUNS = "data-test-script-state"
  const PATIENCE_MS = 3000
  const QUIET_MS = 2000

  let drawn = { facts: {}, english: {} }
  let opener = null
  let menuIsOpen = false
  let held = null

  // ---- What is written in the language of the browser, such as the months of a calendar, is written in that of the page:
  // the one just chosen, as Streamlit asks for it while the page in it is still to come.

  const CHOSEN = '.st-key-at_lang [aria-checked="true"]'
  const language = () => document.querySelector(CHOSEN)?.textContent.trim().toLowerCase() || document.documentElement.lang
  Object.defineProperty(navigator, "language", { get: language, configurable: true })

  // ---- What is said aloud, once: one line, and nothing while a whole page comes.

  const line = document.createElement("div")
  line.id = "said"
  line.setAttribute("role", "status")

  const say = (words) => {
    line.textContent = ""
    // A text put back unchanged within one frame is no change to a screen reader.
    requestAnimationFrame(() => requestAnimationFrame(() => (line.textContent = words)))
  }

  // ---- A connection that was lost and is there again; ``freshness.js`` waits for it.

  const CONNECTION = "data-test-connection-state"
  let hasBeenConnected = false
  new MutationObserver((changes) => {
    const isConnected = changes.some(({ target }) => target.getAttribute(CONNECTION) === "CONNECTED")
    if (isConnected && hasBeenConnected) document.dispatchEvent(new Event("road-connected"))
    hasBeenConnected ||= isConnected
  }).observe(document.documentElement, { attributes: true, attributeFilter: [CONNECTION], subtree: true })

  // ---- A dashboard that comes back as another version: what it sends now is drawn by its own scripts and styles alone.

  const VERSIONED = /static\/(?:page\.\w+\?|js\.)\w+/g
  const UPGRADED_MS = 20_000
  const versions = (html) => String([...new Set(html.match(VERSIONED))].sort())
  const ownVersions = versions(document.head.innerHTML)
  document.addEventListener("road-connected", async () => {
    const answer = await fetch("./", { cache: "no-store" }).catch(() => undefined)
    const now = answer?.ok ? versions(await answer.text()) : ""
    // Not all open pages at once: each asks for a whole document.
    if (now && now !== ownVersions) setTimeout(() => location.reload(), UPGRADED_MS * Math.random())
  })

  // ---- Where the focus goes.

  const words = (element) => {
    const copy = element.cloneNode(true)
    copy.querySelectorAll(`${ICON}, button`).forEach((part) => part.remove())
    return copy.textContent.replace(/[\u200b\u2060]/g, "").trim().replace(/\s+/g, " ")
  }

  const go = (element) => {
    element.setAttribute("tabindex", "-1")
    element.focus({ preventScroll: true })
    if (element.tagName === "H1") document.querySelector(MAIN)?.scrollTo(0, 0)
    else {
      // With what it stands above, not at the lower edge of the screen.
      const { top } = element.getBoundingClientRect()
      element.scrollIntoView({ block: top > innerHeight / 2 ? "start" : "nearest" })
    }
  }

  // The heading may come a moment after the run has ended; whoever moves on meanwhile is left alone.
  const goToHeading = (text) => {
    held = null
    const before = document.activeElement
    const until = performance.now() + PATIENCE_MS
    const look = () => {
      const now = document.activeElement
      if (now !== before && now !== document.body) return
      const headings = [...document.querySelectorAll(`${MAIN} :is(h1, h2, h3)`)]
      const found = text ? headings.find((heading) => words(heading) === text) : headings[0]
      if (found && !found.closest('[data-stale="true"]')) go(found)
      else if (performance.now() < until) requestAnimationFrame(look)
    }
    look()
  }

  // What had the focus may go with the run that it asked for: whoever pressed it goes on from what stood before it.
  document.addEventListener("focusin", ({ target }) => {
    const all = [...(target.closest(MAIN)?.querySelectorAll(FOCUSABLE) ?? [])]
    held = { target, before: all.slice(0, Math.max(0, all.indexOf(target))).reverse() }
  })
  document.addEventListener("pointerdown", () => (held = null), { capture: true })
  const holdOn = () => {
    if (!held || held.target.isConnected || document.activeElement !== document.body) return
    if (document.querySelector(APP)?.getAttribute(RUNS) !== "notRunning") return
    held.before.find((part) => part.isConnected && part.checkVisibility())?.focus({ preventScroll: true })
  }

  document.addEventListener("click", (event) => {
    const skip = event.target.closest?.(SKIP)
    const heading = skip && document.querySelector(`${MAIN} h1`)
    if (!heading) return
    event.preventDefault()
    go(heading)
  })

  // What opens has as much room as there is below its button: half a screen, where the page can be moved so far.
  const toOpen = (event) => {
    const button = event.target.closest?.(OPENER)
    if (!button || button.getAttribute("aria-expanded") === "true") return
    if (button.getBoundingClientRect().bottom > innerHeight / 2) button.scrollIntoView({ block: "center" })
  }
  document.addEventListener("click", toOpen, { capture: true })

  // What it holds may come a moment later; till then Tab would lead out of it, to the start of the page.
  document.addEventListener("keydown", (event) => {
    const open = document.activeElement
    if (event.key !== "Tab" || event.shiftKey || !open?.matches(POPOVER)) return
    if (!open.querySelector(FOCUSABLE)) event.preventDefault()
  })

  const popover = () => {
    const open = document.querySelector(POPOVER)
    if (open && !opener) {
      opener = document.querySelector(`${OPENER}[aria-expanded="true"]`)
      open.setAttribute("tabindex", "-1")
      if (!open.contains(document.activeElement)) open.focus({ preventScroll: true })
    } else if (!open && opener) {
      if (document.activeElement === document.body && opener.isConnected) opener.focus()
      opener = null
    }
  }

  // The menu of a narrow screen takes the place of the button that opens it, and gives it back.
  const menu = () => {
    const open = document.querySelector(MENU)
    if (!open === !menuIsOpen) return
    menuIsOpen = !menuIsOpen
    const now = document.activeElement
    if (now !== document.body && !now.closest(SIDEBAR)) return
    const next = open ? open.querySelector("a[href]") : document.querySelector(MENU_OPENER)
    next?.focus({ preventScroll: true })
  }
  const closeMenu = () => document.querySelector(MENU_CLOSER)?.click()
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest?.(MENU)) closeMenu()
  })

  // ---- Words of ours on what Streamlit says in English, and a name of its own for each of several like buttons.

  const heard = new WeakMap()
  const put = (element, ours) => {
    if (element.getAttribute("aria-label") !== ours) element.setAttribute("aria-label", ours)
  }

  const about = (element) => {
    for (let around = element.parentElement; around && !around.matches(MAIN); around = around.parentElement) {
      const card = [...around.classList].some((name) => name.startsWith("st-key-card_"))
      const label = around.querySelector(LABEL) ?? (card ? around.querySelector("p") : null)
      if (label && words(label)) return words(label)
    }
    return ""
  }

  const inOurWords = () => {
    const told = new Set()
    const list = Object.entries(drawn.english).flatMap(([where, said]) => Object.entries(said).map((pair) => [where, ...pair]))
    for (const [where, english, ours] of list) {
      for (const element of document.querySelectorAll(where)) {
        const label = element.getAttribute("aria-label")
        if (label !== null) {
          const known = heard.get(element)
          const first = known && known.ours === label ? known.english : label
          const isBeginning = english.endsWith(" ") && first.startsWith(english)
          if (first === english || isBeginning || first.startsWith(english + ":")) {
            put(element, ours + first.slice(english.length))
            heard.set(element, { english: first, ours: element.getAttribute("aria-label") })
          }
        } else if (!element.firstElementChild && !told.has(element)) {
          const said = element.dataset.english ?? element.textContent
          const isPart = (english.endsWith(" ") && said.startsWith(english)) || (english.startsWith(" ") && said.endsWith(english))
          if (said !== english && !isPart) continue
          told.add(element)
          element.dataset.english = said
          if (element.textContent !== ours) element.textContent = ours
        }
      }
    }
    // A chart is told by its name; the letters on its axes, one by one, say nothing.
    document.querySelectorAll(`${ICON}, ${CHART} .main-svg, #js-plotly-tester`).forEach((part) => part.setAttribute("aria-hidden", "true"))
    // Named by itself and by the group of the same name around it, it is read twice.
    for (const slider of document.querySelectorAll('[data-testid="stSlider"] input[aria-labelledby*=" "]')) {
      slider.setAttribute("aria-labelledby", slider.id)
    }
    if (!drawn.named) return
    const named = (label, value) => drawn.named.replace("{label}", label).replace("{value}", () => value)
    for (const button of document.querySelectorAll(HELP)) {
      const of = about(button)
      put(button, of ? named(drawn.help, of) : drawn.help)
    }
    const links = [...document.querySelectorAll(LINK)]
    for (const link of links) {
      if (!links.some((other) => other !== link && words(other) === words(link))) continue
      let row = null
      for (let around = link; around && !row && !around.matches(MAIN); around = around.parentElement) {
        row = around.querySelector("strong")
      }
      if (row) put(link, named(words(link), words(row)))
    }
    for (const button of document.querySelectorAll(`:is([class*="_passport"], [class*="since_open"]) ${OPENER}`)) {
      const of = about(button)
      if (of) put(button, named(words(button), of))
    }
  }

  // ---- The early answer goes once all that it shows on the screen stands in the page; charts may come later, what they
  // say in their place.

  const EARLY = "early-answer"
  const LEAST = 8
  const LATE_MS = 100
  const later = JSON.parse(document.querySelector('meta[name="later"]')?.content ?? "{}")

  const stands = (part) => {
    const key = [...part.classList].find((name) => name.startsWith("st-key-"))
    const { top, height } = part.getBoundingClientRect()
    if (!key || top > innerHeight || height < LEAST || part.querySelector(".chart")) return true
    const ours = document.querySelector(`#root .${CSS.escape(key)}`)
    return ours && !ours.querySelector(SKELETON) && ours.getBoundingClientRect().height >= LEAST
  }
  let leaves = 0
  const leave = () => {
    clearTimeout(leaves)
    const early = document.getElementById(EARLY)
    if (!early || drawn.page === undefined) return
    if (![...early.querySelectorAll('[class*="st-key-"]')].every(stands)) {
      // What a component draws within itself, nobody tells the page.
      leaves = setTimeout(leave, LATE_MS)
      return
    }
    // Drawn once beneath, so that nothing of it moves on the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => early.remove()))
  }

  const awaited = document.createElement("style")
  awaited.id = "awaited"
  const inPlaceOfCharts = () => {
    awaited.textContent = drawn.charts
      .map(({ key, alt, height }) => {
        const place = `#root .st-key-${CSS.escape(key)}:not(:has(.main-svg))`
        return `${place} { min-block-size: ${height}px; position: relative }
          ${place} ${SKELETON} { visibility: hidden }
          ${place}::after { content: ${quoted(alt)}; position: absolute; inset: 0; overflow: hidden; padding: 1rem;
            align-content: center; font-size: 0.875rem; color: var(--quiet); background: var(--second); border-radius: 10px }`
      })
      .join("\n")
    document.head.append(awaited)
  }

  // What draws charts is heavy: it is asked for when the first words stand and the page's own scripts are here, at once
  // where this page has a chart, else in a quiet moment, so that the next page has it. Fetching is not enough: it is run.
  const here = (path) => new URL(path, document.baseURI).href
  const preload = (path, as) => {
    const link = document.createElement("link")
    Object.assign(link, { ...as, href: here(path), crossOrigin: "anonymous" })
    document.head.append(link)
  }
  addEventListener("load", () => {
    const chart = document.querySelector(`#${EARLY} .chart`)
    if (!chart) return
    later.plotly_chart?.forEach((script) => preload(script, { rel: "modulepreload" }))
    if (chart.matches(".geo")) preload(MAP, { rel: "preload", as: "fetch" })
  })
  const warm = async () => {
    if (navigator.connection?.saveData) return
    for (const [script] of Object.values(later)) {
      try {
        await import(here(script))
      } catch {
        return
      }
    }
    if (!performance.getEntriesByName(here(MAP)).length) fetch(here(MAP)).catch(() => {})
  }
  const inQuiet = window.requestIdleCallback ?? setTimeout
  const warmOnceAlone = () => {
    if (document.getElementById(EARLY)) setTimeout(warmOnceAlone, LATE_MS)
    else setTimeout(() => inQuiet(warm), QUIET_MS)
  }

  // ---- A finger is a mouse to plotly: its own way with fingers lets no page scroll that is touched on a chart, and misses
  // a tap on a bar or a cell.

  addEventListener(
    "touchstart",
    (event) => {
      if (event.target.closest?.(CHART)) event.stopPropagation()
    },
    { capture: true, passive: true },
  )

  // ---- A device that turns dark: what draws charts keeps the words in them as they were, dark on dark. On paper every
  // device is light for a moment.

  const isDark = matchMedia("(prefers-color-scheme: dark)")
  const wasDark = isDark.matches
  isDark.addEventListener("change", () => {
    if (isDark.matches === wasDark || matchMedia("print").matches) return
    if (document.querySelector(CHART)) location.reload()
  })

  // ---- Paper: what is said of every sheet, and charts drawn for it, whatever the screen.

  // A browser asks the page to get ready and lays it out at once, on a sheet of which it does not say which way up it is. So
  // what is drawn is drawn anew at the width of static/page.css, in which its words fit, and then made as wide as the sheet.
  // A4 within its margins is 700 pixels wide, and so high that a drawing and its heading stand on one sheet; on its side it
  // is wider and lower: what is high has a sheet for itself before its words are smaller than seven points.
  const DRAWN = '[data-testid="stElementContainer"]:has([data-testid="stPlotlyChart"]), [data-testid="stDataFrame"], .st-key-road_line'
  const [UPRIGHT, FLAT] = [[700, 840, 900], [1030, 410, 620]]
  const SMALLEST = 0.67
  const foot = document.createElement("style")
  foot.id = "foot"
  const quoted = (text) => `"${text.replace(/[\\"]/g, "\\$&").replace(/\s+/g, " ")}"`
  const onPaper = () => {
    foot.textContent = `@page { @bottom-left { content: ${quoted(drawn.paper ?? "")}; font: 8pt sans-serif; white-space: pre-line }
      @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; inline-size: 12% } }`
    document.head.append(foot)
    document.documentElement.style.setProperty("--paper", quoted(drawn.paper ?? ""))
  }
  const redraw = (isOnPaper) => {
    document.documentElement.classList.toggle("on-paper", isOnPaper)
    for (const chart of document.querySelectorAll(CHART)) {
      const plot = chart.querySelector(".js-plotly-plot")
      if (plot?.checkVisibility()) window.Plotly?.relayout(plot, { width: chart.clientWidth })
    }
    document.dispatchEvent(new Event("road:resized"))
  }

  addEventListener("afterprint", () => redraw(false))
  addEventListener("beforeprint", () => {
    redraw(true)
    for (const drawing of document.querySelectorAll(DRAWN)) {
      const [width, height] = [drawing.offsetWidth, drawing.offsetHeight]
      if (!width) continue
      const shrunk = ([wide, high, whole]) =>
        Math.min(1, wide / width, Math.max(high / height, SMALLEST), whole / height)
      drawing.style.setProperty("--drawn", `${width}px`)
      drawing.style.setProperty("--shrink", shrunk(UPRIGHT))
      drawing.style.setProperty("--flat", shrunk(FLAT))
      drawing.classList.add("shrinks")
    }
    // On a dark page the words are light: it keeps its ground.
    const ground = getComputedStyle(document.querySelector(APP) ?? document.body).backgroundColor
    const [red, green, blue] = ground.match(/\d+/g) ?? [255, 255, 255]
    document.documentElement.classList.toggle("is-light", +red + +green + +blue > 384)
  })

  // ---- What assistive technology is told of a date: against the rules that a group of fields, not one of them, is required,
  // and in the language of its order, not of the page, which of day, month and year a field is.

  const fieldsOfDates = () => {
    for (const group of document.querySelectorAll('[data-testid="stDateInput"] div[aria-required]')) group.removeAttribute("aria-required")
    for (const field of document.querySelectorAll('[data-testid="stDateInput"] [role="spinbutton"][data-type]')) {
      const [, ...label] = field.getAttribute("aria-label").split(", ")
      const names = new Intl.DisplayNames(document.documentElement.lang, { type: "dateTimeField" })
      put(field, [names.of(field.dataset.type), ...label].join(", "))
    }
  }

  // ---- When.

  let waits = false
  const look = () => {
    waits = false
    if (!line.isConnected) document.body.append(line)
    popover()
    menu()
    holdOn()
    inOurWords()
    fieldsOfDates()
    leave()
  }
  new MutationObserver(() => {
    if (waits) return
    waits = true
    requestAnimationFrame(look)
  }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label", "aria-expanded", "data-collapsed", RUNS],
  })

  document.addEventListener("road:drawn", ({ detail }) => {
    const before = drawn
    drawn = { ...detail }
    document.documentElement.lang = detail.language
    document.documentElement.dir = detail.direction
    onPaper()
    inPlaceOfCharts()
    look()
    if (before.page === undefined) warmOnceAlone()
    // Whoever comes by a link to something opened lands where it is on the screen.
    if (before.page === undefined) {
      if (detail.opened) goToHeading(detail.heading)
      return
    }
    const isOther = before.page !== detail.page
    // Streamlit puts it away on what it takes for a phone alone; elsewhere it would lie over the page it led to.
    if (isOther) closeMenu()
    if (isOther || (before.opened !== detail.opened && (detail.opened || document.activeElement === document.body))) {
      goToHeading(detail.opened ? detail.heading : "")
    } else if (before.language === detail.language) {
      const changed = Object.keys(detail.facts).filter((of) => of in before.facts && detail.facts[of] !== before.facts[of])
      if (changed.length) say(changed.map((of) => detail.facts[of]).join(". "))
    }
  })
  // The part of the page that asks for it is drawn every few seconds.
  let times = 0
  document.addEventListener("road:said", ({ detail }) => {
    if (detail.times <= times) return
    times = detail.times
    say(detail.said)
  })
})()
