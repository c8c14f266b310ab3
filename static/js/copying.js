// Buttons with data-copy="ID" copy that element's text to the clipboard. They are shown only if the browser has one.
for (const ways of navigator.clipboard ? document.querySelectorAll("[data-copies]") : []) {
  ways.hidden = false;
  ways.addEventListener("click", async ({ target }) => {
    const name = target.closest("[data-copy]")?.dataset.copy;
    if (name) ways.querySelector("[role=status]").textContent = await copied(document.getElementById(name));
  });
}

/** The message to show. A browser may refuse to copy. */
async function copied(element) {
  try {
    await navigator.clipboard.writeText(element.textContent.trim());
    return "Copied";
  } catch {
    return "Your browser does not allow copying. Select the text above and copy it";
  }
}
