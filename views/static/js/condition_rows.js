// The condition editor without leaving the page: what a button or a choice would post is posted in the background, and only
// the editor is drawn again. The server makes the rows, the choosers and the sentence; without this module its buttons do it.

async function redraw(editor, what) {
  const form = editor.closest("form");
  // Not as multipart: a form of many parts would pass the limit on parts.
  const posted = new URLSearchParams(new FormData(form));
  posted.set("_within", `${editor.dataset.conditions}.${what}`);
  const focused = document.activeElement?.id;
  const answer = await fetch(form.action, { method: "POST", body: posted, credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(editor.id);
  if (!fresh) return;
  fresh.classList.add("is-live");
  editor.replaceWith(fresh);
  const lines = fresh.querySelectorAll("select[name$='-of']");
  const next = what.startsWith("refresh") ? document.getElementById(focused) : lines[lines.length - 1];
  next?.focus();
}

export function watchConditions() {
  const of = (event) => event.target.closest?.("[data-conditions]");
  for (const editor of document.querySelectorAll("[data-conditions]")) editor.classList.add("is-live");
  document.addEventListener("change", (event) => {
    const editor = of(event);
    if (editor) redraw(editor, "refresh");
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[name=_within]");
    const editor = button && of(event);
    if (!editor) return;
    event.preventDefault();
    redraw(editor, button.value.slice(editor.dataset.conditions.length + 1));
  });
}
