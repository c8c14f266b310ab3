// The box that replaces a searchable select is named only by its value. This puts the select's own label first.

const words = (select) => select.getAttribute("aria-label") ?? select.labels[0]?.textContent.replace(/:\s*$/, "").trim();

function name(box) {
  const label = words(box.closest(".select2").previousElementSibling);
  if (!label || box.id) return;
  box.id = box.getAttribute("aria-labelledby").replace("container", "box");
  box.setAttribute("aria-label", label);
  box.setAttribute("aria-labelledby", `${box.id} ${box.getAttribute("aria-labelledby")}`);
  const value = box.querySelector("[role=textbox]"); // it takes no typing
  for (const said of ["role", "aria-readonly"]) value?.removeAttribute(said);
}

const nameAll = () => document.querySelectorAll("select + .select2 .select2-selection--single").forEach(name);
addEventListener("load", () => setTimeout(nameAll));
document.addEventListener("formset:added", () => setTimeout(nameAll));
