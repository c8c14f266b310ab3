// Buttons with data-copy="ID" take that element's words into the clipboard. They are shown where there is one.
for (const ways of navigator.clipboard ? document.querySelectorAll("[data-copies]") : []) {
  ways.hidden = false;
  ways.addEventListener("click", async ({ target }) => {
    const name = target.closest("[data-copy]")?.dataset.copy;
    if (name) ways.querySelector("[role=status]").textContent = await copied(document.getElementById(name));
  });
}

/** What is to be said of it; a browser may refuse. */
async function copied(element) {
  try {
    await navigator.clipboard.writeText(element.textContent.trim());
    return "Copied";
  } catch {
    return "Your browser does not allow copying. Select the text above";
  }
}
