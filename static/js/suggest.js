// Suggestions below a search box, as an editable combobox with a listbox (ARIA 1.2). The typed text never changes.
// Choosing a suggestion goes to its page. Enter searches as usual if none is chosen.
const WAIT = 150; // milliseconds after the last key before a request
const LEAST = 2; // characters typed before a request
const KINDS = { heading: "Heading", topic: "Topic", department: "Department", member: "Member" };

for (const input of document.querySelectorAll("input[data-suggest]")) suggestFor(input);

function suggestFor(input) {
  const list = made("ul", "suggestions", { id: `${input.id}-suggestions`, role: "listbox", "aria-label": "Suggestions" });
  const status = made("p", "visually-hidden", { role: "status" });
  list.hidden = true;
  input.after(list, status);
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });
  let timer, request, shown = [], chosen = -1;

  input.addEventListener("input", () => {
    choose(-1);
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", stop);
  input.form?.addEventListener("submit", stop);

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown") {
      if (isOpen && !event.altKey) choose((chosen + 2) % (shown.length + 1) - 1);
      else if (!isOpen) ask(event.altKey ? -1 : 0);
    } else if (event.key === "ArrowUp" && isOpen) {
      if (event.altKey) stop();
      else choose(chosen < 0 ? shown.length - 1 : chosen - 1);
    } else if (event.key === "Escape" && isOpen) stop();
    else if (event.key === "Enter" && isOpen && chosen >= 0) go(chosen);
    else {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) choose(-1); // the reader is editing the text
      return;
    }
    event.preventDefault();
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const place = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (place >= 0) go(place);
  });

  /** Asks for suggestions and shows them, with the one at `place` chosen. */
  async function ask(place = -1) {
    request?.abort();
    const typed = input.value.trim();
    if (typed.length < LEAST) return stop();
    const { signal } = (request = new AbortController());
    try {
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set("q", typed);
      const response = await fetch(address, { signal });
      const { suggestions } = await response.json();
      if (!signal.aborted && document.activeElement === input) show(suggestions, place);
    } catch {
      if (!signal.aborted) stop(); // missing suggestions need no error message
    }
  }

  function show(suggestions, place) {
    shown = suggestions;
    list.replaceChildren(...suggestions.map((one, at) => option(one, `${list.id}-${at}`)));
    list.scrollTop = 0;
    open(shown.length > 0);
    status.textContent = shown.length === 1 ? "1 suggestion" : `${shown.length || "No"} suggestions`;
    choose(shown.length ? place : -1);
  }

  function choose(place) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const option = list.children[chosen];
    if (!option) return input.removeAttribute("aria-activedescendant");
    set(option, { "aria-selected": "true" });
    set(input, { "aria-activedescendant": option.id });
    option.scrollIntoView({ block: "nearest" });
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    set(input, { "aria-expanded": String(isOpen) });
  }

  function stop() {
    clearTimeout(timer);
    request?.abort();
    choose(-1);
    open(false);
    status.textContent = "";
  }

  function go(place) {
    const { url } = shown[place];
    stop();
    location.assign(url);
  }
}

function option({ kind, label }, id) {
  const item = made("li", "suggestion", { id, role: "option", "aria-selected": "false" });
  const name = made("span", "suggestion__label", {});
  const what = made("span", "suggestion__kind", {});
  name.textContent = label;
  what.textContent = KINDS[kind] ?? "";
  item.append(name, " ", what);
  return item;
}

function made(tag, name, attributes) {
  const element = document.createElement(tag);
  element.className = name;
  set(element, attributes);
  return element;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
