// Updates a list of questions in place. A filter, page, order or chip leads to the same address as without this script:
// the page there is fetched, and its list replaces the one shown. The address bar and the Back button work as usual.
import { announce, equivalent, openDetails, reopen } from "./places.js";

const listing = document.querySelector(".listing");
const form = document.querySelector("#filter-form");
let shown = here(); // the address whose list is on the screen
let asked; // the current request

if (listing && form) {
  form.addEventListener("change", (event) => show(wanted(), { stay: event.target }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const filters = document.querySelector("#filters");
    if (filters.popover) filters.hidePopover();
    show(wanted(), { isDone: true });
  });
  listing.addEventListener("click", follow);
  addEventListener("popstate", (event) => {
    if (here() !== shown) show(location.href, { isBack: true, scroll: event.state?.scroll ?? 0 });
  });
}

function here() {
  return location.pathname + location.search;
}

function wanted() {
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form)); // without empty fields: see forms.js
  return address.href;
}

function follow(event) {
  const link = event.target.closest("a[href]");
  const isPlain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || event.defaultPrevented || link.hash || link.origin + link.pathname !== form.action) return;
  event.preventDefault();
  show(link.href, link.closest(".pagination") ? { isDone: true, isAway: true } : { stay: link });
}

/** Shows the list at this address. `how` says which control has the focus, and keeps it unless `isDone`. */
async function show(address, how) {
  asked?.abort();
  const { signal } = (asked = new AbortController());
  listing.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (signal.aborted) return;
    if (!isList(response, page)) return location.assign(address); // another page, or an error message
    remember(response.url, how);
    await changed(() => swap(page, how));
  } catch {
    if (!signal.aborted) fail(address);
  } finally {
    if (asked.signal === signal) listing.removeAttribute("aria-busy");
  }
}

function isList(response, page) {
  const isHere = new URL(response.url).pathname === location.pathname;
  return response.ok && isHere && page.querySelector("#results") && !page.querySelector("[data-error=q]");
}

function remember(address, { isBack }) {
  if (!isBack) {
    history.replaceState({ ...history.state, scroll: scrollY }, "");
    if (address !== location.href) history.pushState({}, "", address);
  }
  shown = here();
}

async function changed(change) {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden;
  if (document.startViewTransition && !isCalm) await document.startViewTransition(change).updateCallbackDone;
  else change();
}

function swap(page, { stay, isDone, isAway, isBack, scroll }) {
  const opened = openDetails(form);
  const kept = listing.contains(document.activeElement) ? document.activeElement : stay; // the reader may have moved on
  const place = kept?.getBoundingClientRect().top;
  const find = kept && !isDone ? equivalent(kept) : () => null;
  document.title = page.title;
  takeOver(page);
  reopen(form, opened);
  document.dispatchEvent(new Event("listing:shown"));
  const found = find();
  if (found?.type === "text") found.value = kept.value; // the reader may still be typing
  if (isBack) scrollTo({ top: scroll, behavior: "instant" });
  else goOn(found ?? document.querySelector("#results-heading"), found ? place : undefined, isAway);
  announce(document.querySelector("#results-heading").textContent);
}

/** Replaces the filters and the list, but not the search box, because the reader may be typing in it. */
function takeOver(page) {
  const [filters, others] = [document, page].map((from) => from.querySelector("#filters"));
  if (filters.popover !== others.popover) filters.popover = others.popover; // no popover if a field has an error
  const [main, other] = [document, page].map((from) => from.querySelector(".listing__main"));
  const [box, typed] = [form, page.querySelector("#filter-form")].map((from) => from.elements.q);
  if (document.activeElement !== box) box.value = typed.value;
  form.replaceChildren(...page.querySelector("#filter-form").childNodes);
  [...main.children].slice(1).forEach((child) => child.remove());
  main.append(...[...other.children].slice(1));
  document.querySelector(".filters-button").replaceWith(page.querySelector(".filters-button"));
}

/** Moves the focus to this element, which stays `place` pixels down the window, or else scrolls into view. */
function goOn(element, place, isAway) {
  element.focus({ preventScroll: true });
  if (place !== undefined) scrollBy({ top: element.getBoundingClientRect().top - place, behavior: "instant" });
  else element.scrollIntoView({ block: isAway ? "start" : "nearest", behavior: "instant" });
}

function fail(address) {
  const notice = Object.assign(document.createElement("p"), { className: "notice notice--error", role: "alert" });
  const again = Object.assign(document.createElement("a"), { href: address, textContent: "Try again" });
  notice.append("The archive is not responding. The list has not been updated. ", again);
  document.querySelector("#results > [role=alert]")?.remove();
  document.querySelector("#results").prepend(notice);
}
