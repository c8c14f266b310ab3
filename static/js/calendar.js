// A button beside a date field opens the browser's calendar, if it has one. The field itself takes dates as people write them.
document.documentElement.classList.toggle("has-calendar", "showPicker" in HTMLInputElement.prototype);

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-calendar]");
  if (button) open(document.getElementById(button.dataset.calendar), button.previousElementSibling);
});

/** Lets readers choose a day for `field`; `day` is the input, without a name, that the calendar belongs to. */
function open(field, day) {
  day.value = turned(field.value, "-"); // empty, unless it is a day such as 5/3/2024
  day.onchange = (event) => {
    event.stopPropagation(); // the field's own event is enough
    field.value = turned(day.value, "/");
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  };
  day.showPicker();
}

/** 2024-03-05 as 05/03/2024, and the other way round; nothing as nothing. */
function turned(day, sign) {
  if (!day) return "";
  const parts = day.split(/[-/]/).map((part) => part.padStart(2, "0"));
  return (parts[0].length === 4) === (sign === "-") ? parts.join(sign) : parts.reverse().join(sign);
}
