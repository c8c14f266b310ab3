// Links with data-fragment="ID" show or hide, in #fragment, that part of the page they lead to. If that fails, or the
// reader opens another window, they work as ordinary links.
let asked; // the current request

const place = () => document.querySelector("#fragment");
const links = () => (place() ? [...document.querySelectorAll("a[data-fragment]")] : []);

prepare();
document.addEventListener("listing:shown", () => {
  asked?.abort();
  prepare();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-fragment][aria-controls]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const isOpen = link.getAttribute("aria-expanded") === "true";
  close();
  if (!isOpen) open(link);
});

function prepare() {
  for (const link of links()) {
    link.setAttribute("aria-controls", place().id);
    link.setAttribute("aria-expanded", "false");
  }
}

function close() {
  asked?.abort();
  links().forEach((link) => link.setAttribute("aria-expanded", "false"));
  place().hidden = true;
  place().removeAttribute("aria-busy");
}

async function open(link) {
  const request = (asked = new AbortController());
  link.setAttribute("aria-expanded", "true");
  place().setAttribute("aria-busy", "true");
  place().replaceChildren(paragraph("Loading…", "hint"));
  place().hidden = false;
  try {
    const part = await partOf(link, request.signal);
    place().replaceChildren(part, ownPage(link));
    place().removeAttribute("aria-busy");
  } catch {
    if (!request.signal.aborted) location.assign(link.href);
  }
}

async function partOf(link, signal) {
  const response = await fetch(link.href, { signal });
  const page = response.ok && new DOMParser().parseFromString(await response.text(), "text/html");
  const part = page && page.getElementById(link.dataset.fragment);
  if (!part) throw new Error(`${link.href} has no such part`);
  part.querySelectorAll("details").forEach((details) => (details.open = false));
  return document.adoptNode(part);
}

function ownPage(link) {
  const way = document.createElement("a");
  way.href = link.href;
  way.textContent = "Open as a separate page";
  const line = paragraph("", "fragment__page");
  line.append(way);
  return line;
}

function paragraph(text, name) {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = text;
  return made;
}
