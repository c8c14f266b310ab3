// Keeps addresses short: fields that were left empty are not sent. Without this, pages work the same.
for (const form of document.querySelectorAll("form[data-drop-empty]")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const name of new Set(formData.keys())) {
      const values = formData.getAll(name).filter((value) => value !== "");
      formData.delete(name);
      values.forEach((value) => formData.append(name, value));
    }
  });
}
