// Warns before leaving a form (data-unsaved) whose content has been changed, and says beside the button that it has.

export function watchForms() {
  for (const form of document.querySelectorAll("form[data-unsaved]")) watch(form);
}

function watch(form) {
  const state = form.querySelector("[data-state]");
  const before = content(form);
  // A form that came back with faults holds what was typed but nothing of it is saved; data-saved marks a draft with faults.
  const returned = !form.hasAttribute("data-saved") && Boolean(document.querySelector(".error-summary, .versions"));
  let dirty = returned;
  let sending = false;
  const say = () => { form.toggleAttribute("data-dirty", dirty); if (state) state.textContent = dirty ? "有未保存的修改" : ""; };
  const look = () => { dirty = returned || content(form) !== before; say(); };
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  form.addEventListener("submit", () => { sending = true; });
  window.addEventListener("pageshow", () => { sending = false; });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !sending) event.preventDefault();
  });
  say();
}

function content(form) {
  return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]));
}
