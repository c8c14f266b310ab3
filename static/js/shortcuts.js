// "/" goes to the search box, unless the reader is typing or has switched the shortcut off on the help page.
const OFF = "no-shortcuts";
const TYPING = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";
const box = document.querySelector("main input[type=search]");

document.addEventListener("keydown", (event) => {
  const isPlain = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  if (!box || !isPlain || event.defaultPrevented || event.target.closest?.(TYPING) || isOff()) return;
  event.preventDefault();
  box.focus();
  box.select();
});

const choice = document.querySelector("[data-shortcuts]");
if (choice) {
  choice.checked = !isOff();
  choice.closest("[hidden]").hidden = false;
  choice.addEventListener("change", () => {
    switchOff(!choice.checked);
    tell();
  });
}
tell();

function tell() {
  document.querySelectorAll(".search__key").forEach((hint) => (hint.hidden = isOff()));
  if (isOff()) box?.removeAttribute("aria-keyshortcuts");
  else box?.setAttribute("aria-keyshortcuts", "/");
}

// A browser that stores nothing raises an error here. The shortcut then stays on.
function isOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function switchOff(off) {
  try {
    if (off) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch {
    choice.checked = true;
  }
}
