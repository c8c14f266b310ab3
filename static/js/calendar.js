// A button beside a date field opens the browser's calendar, if it has one. The field itself takes dates as people write them.
document.documentElement.classList.toggle("has-calendar", "showPicker" in HTMLInputElement.prototype);

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-calendar]");
  if (button) open(document.getElementById(button.dataset.calendar), button.previousElementSibling);
});

/** Lets readers choose a day for `field`; `day` is the input, without a name, that the calendar belongs to. */
function open(field, day) {
  day.value = field.value; // empty, unless it is a day such as 2024-03-05
  day.onchange = (event) => {
    event.stopPropagation(); // the field's own event is enough
    field.value = day.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  };
  day.showPicker();
}
