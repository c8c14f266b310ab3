// Keeps addresses short by not sending empty fields. Pages work the same without this script.
for (const form of document.querySelectorAll("form[data-drop-empty]")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const name of new Set(formData.keys())) {
      const values = formData.getAll(name).filter((value) => value !== "");
      formData.delete(name);
      values.forEach((value) => formData.append(name, value));
    }
  });
}
