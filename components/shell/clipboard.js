// A page that came without encryption has no clipboard of its own.
function copyOldly(text) {
  let had = document.activeElement
  while (had?.shadowRoot?.activeElement) had = had.shadowRoot.activeElement
  const field = document.createElement("textarea")
  field.value = text
  field.style.cssText = "position:fixed;opacity:0"
  document.body.append(field)
  field.select()
  document.execCommand("copy")
  field.remove()
  had?.focus({ preventScroll: true })
}

async function copy(text) {
  if (navigator.clipboard) await navigator.clipboard.writeText(text).catch(() => copyOldly(text))
  else copyOldly(text)
}
