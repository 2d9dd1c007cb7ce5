// What a document that says something early does by itself, before any script has come.
(() => {
  const told = (name) => JSON.parse(document.querySelector(`meta[name="${name}"]`).content)
  // A browser draws no word before the stylesheets that a document names; for one that a script names it does not wait.
  // Streamlit's own has what formulas are set with, and no word of ours is one.
  for (const early of document.querySelectorAll('link[as="style"][crossorigin]')) {
    const sheet = early.cloneNode()
    sheet.rel = "stylesheet"
    early.replaceWith(sheet)
  }
  // Where the dashboard answers is known: else the page asks here and there before it asks for what it shows. It need not
  // wait for an answer that was had: with it comes the cookie without which no file may be sent.
  window.__streamlit = { BACKEND_BASE_URL: new URL(".", location.href).href }
  fetch("./_stcore/health")
    .then(({ ok }) => {
      if (ok) window.__streamlit.HOST_CONFIG = { allowedOrigins: told("origins"), useExternalAuthToken: false }
    })
    .catch(() => {})
  // What draws the elements is asked for once all that makes the page is here: the one is run while the other comes.
  const here = (link) =>
    performance.getEntriesByName(link.href).length || new Promise((come) => (link.onload = link.onerror = come))
  Promise.all([...document.querySelectorAll('link[rel="modulepreload"]')].map(here)).then(() => {
    for (const href of told("soon")) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href, crossOrigin: "anonymous" }))
    }
  })
})()
