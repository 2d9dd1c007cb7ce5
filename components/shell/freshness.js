// All pages look right after the same reading, spread over so many seconds that they do not come at once.
const SPREAD_S = 4
const TICK_MS = 2000
// Where no answer comes.
const LATER_S = 60

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".freshness")
  root.stop?.()
  const line = root.querySelector("p") ?? root.appendChild(document.createElement("p"))
  let readAt = performance.now() - 1000 * data.age_s
  let [waits, turn] = [0, 0]

  const show = () => {
    const age = (performance.now() - readAt) / 1000
    const text = data.said.filter(([since]) => since <= age).at(-1)?.[1] ?? data.said[0][1]
    if (line.textContent !== text) line.textContent = text
  }

  const inSeconds = (seconds) => {
    clearTimeout(waits)
    waits = setTimeout(look, 1000 * (seconds + Math.random() * Math.min(SPREAD_S, seconds / 4)))
  }

  const look = async () => {
    // A page that nobody sees asks for nothing until it is seen again; one that waits for its turn shows older figures than
    // those whose age it would be told.
    if (document.hidden || turn) return
    let next = LATER_S
    try {
      const asked = new URL(`${data.path}?drawn=${data.substance}`, document.baseURI)
      const answer = await fetch(asked, { cache: "no-store" })
      if (answer.ok) {
        const now = await answer.json()
        next = now.look_s
        if (now.substance !== data.substance && now.substance !== root.told) {
          // Once for each: another process may not have read it yet.
          root.told = now.substance
          turn = setTimeout(() => {
            turn = 0
            setTriggerValue("news", now.substance)
            inSeconds(now.look_s)
          }, 1000 * now.turn_s)
        } else if (now.age_s !== null) {
          readAt = performance.now() - 1000 * now.age_s
          show()
        }
      }
    } catch {
      // Streamlit says itself that the server is gone.
    }
    if (!turn) inSeconds(next)
  }

  const seen = () => {
    if (!document.hidden) look()
  }
  document.addEventListener("visibilitychange", seen)
  // Behind a new connection may stand another process, which knows the page by its address alone: it runs it once, before
  // the reader goes on from there.
  const connected = () => setTriggerValue("news", `again ${Date.now()}`)
  document.addEventListener("road-connected", connected)
  const ticking = setInterval(show, TICK_MS)
  root.stop = () => {
    clearTimeout(waits)
    clearInterval(ticking)
    if (turn) {
      // Drawn before its turn; from what, the next look tells.
      clearTimeout(turn)
      root.told = undefined
    }
    document.removeEventListener("visibilitychange", seen)
    document.removeEventListener("road-connected", connected)
  }
  show()
  inSeconds(data.look_s)
  return root.stop
}
