// Buttons with data-copy="ID" take that element's words into the clipboard. They are shown where there is one.
for (const ways of navigator.clipboard ? document.querySelectorAll("[data-copies]") : []) {
  ways.hidden = false;
  ways.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    ways.querySelector("[role=status]").textContent = "Copied";
  });
}
