// Finds the reader's place on a page again after parts of the page are replaced.

/** Announces this to screen readers. */
export function announce(words) {
  document.querySelector("#listing-status").textContent = words;
}

/** A function that finds the same control or link after the page has changed. */
export function equivalent({ id, name, value, textContent, tagName, parentElement }) {
  const list = parentElement.closest("nav, fieldset, [class]")?.className;
  if (id) return () => document.getElementById(id);
  if (name) return () => [...document.getElementsByName(name)].find((one) => one.value === value);
  return () =>
    [...document.querySelectorAll(tagName)].find(
      (one) => one.textContent === textContent && one.parentElement.closest("nav, fieldset, [class]")?.className === list,
    );
}

const nameOf = (details) => details.parentElement.id || details.className;

export function openDetails(root) {
  return new Set([...root.querySelectorAll("details[open]")].map(nameOf));
}

export function reopen(root, names) {
  for (const details of root.querySelectorAll("details")) details.open ||= names.has(nameOf(details));
}
