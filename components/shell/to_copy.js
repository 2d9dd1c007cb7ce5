const SAYS_MS = 4000

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".to-copy")
  const text = document.createElement("pre")
  text.id = "text"
  text.textContent = data.text
  const button = document.createElement("button")
  button.type = "button"
  button.id = "copy"
  button.textContent = data.copy
  // Several of them stand on a page: each is named after what it copies.
  button.setAttribute("aria-labelledby", "copy text")
  const told = document.createElement("span")
  told.className = "told"
  told.setAttribute("role", "status")
  button.onclick = async () => {
    await copy(data.text)
    button.textContent = told.textContent = data.copied
    setTimeout(() => {
      button.textContent = data.copy
      told.textContent = ""
    }, SAYS_MS)
  }
  root.replaceChildren(text, button, told)
}
