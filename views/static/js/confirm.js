// Asks before a button with data-confirm sends its form. Without scripts the server's own page asks or the act is a second step.

export function question(sentence, yes) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "dialog-question");
  const text = document.createElement("p");
  text.id = "dialog-question";
  text.textContent = sentence;
  const row = document.createElement("div");
  row.className = "buttons";
  row.append(key("取消", "plain", "no"), key(yes, "danger", "yes"));
  const form = document.createElement("form");
  form.method = "dialog";
  form.append(text, row);
  dialog.append(form);
  document.body.append(dialog);
  return new Promise((settle) => {
    dialog.addEventListener("close", () => {
      settle(dialog.returnValue === "yes");
      dialog.remove();
    });
    dialog.showModal();
  });
}

function key(words, tone, value) {
  const button = document.createElement("button");
  button.className = `button button--${tone}`;
  button.value = value;
  button.textContent = words;
  return button;
}

export function ask() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-confirm]");
    if (!button || button.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const words = button.firstChild.textContent.trim();
    if (!(await question(button.dataset.confirm, words))) return;
    button.dataset.confirmed = "yes";
    button.form.requestSubmit(button);
    delete button.dataset.confirmed;
  }, true);
}
