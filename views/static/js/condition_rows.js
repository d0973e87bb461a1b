// The condition editor without leaving the page: what a button or a choice would post is posted in the background, and only
// the editor is drawn again. The server makes the rows, the choosers and the sentence; without this module its buttons do it.
// One drawing after the other: each finds the editor as the one before left it, by its id.

let queue = Promise.resolve();

function redraw(id, what) {
  queue = queue.then(() => drawn(id, what)).catch(() => {});
}

async function drawn(id, what) {
  const asked = document.getElementById(id);
  if (!asked) return;
  const form = asked.closest("form");
  // Not as multipart: a form of many parts would pass the limit on parts.
  const posted = new URLSearchParams(new FormData(form));
  posted.set("_within", `${asked.dataset.conditions}.${what}`);
  const before = typed(asked);
  const answer = await fetch(form.action, { method: "POST", body: posted, credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(id);
  const editor = document.getElementById(id);
  if (!fresh || !editor) return;
  fresh.classList.add("is-live");
  const focused = editor.contains(document.activeElement) ? document.activeElement : null;
  const place = focused?.id;
  keep(fresh, before, typed(editor));
  editor.replaceWith(fresh);
  const next = what === "refresh" ? place && document.getElementById(place) : focused && after(fresh, what);
  next?.focus();
}

function controls(editor) {
  return [...editor.querySelectorAll("select[id], input[id]")];
}

function value(control) {
  return control.type === "checkbox" ? String(control.checked) : control.value;
}

function typed(editor) {
  return new Map(controls(editor).map((one) => [one.id, value(one)]));
}

// What was typed while the answer was on its way stays.
function keep(fresh, before, now) {
  for (const one of controls(fresh)) {
    const text = now.get(one.id);
    if (text === undefined || text === before.get(one.id)) continue;
    if (one.type === "checkbox") one.checked = text === "true";
    else one.value = text;
  }
}

// The line that came, or the one that stands where one went.
function after(fresh, what) {
  const [verb, box, line] = what.split(".");
  const name = fresh.dataset.conditions;
  const lines = [...fresh.querySelectorAll("select[name$='-of']")];
  const own = lines.filter((one) => one.name.startsWith(`${name}-${box}-`));
  if (verb === "line") return own.at(-1);
  if (verb === "drop") return own[Math.min(Number(line), own.length - 1)] ?? lines.at(-1);
  return lines.at(-1);
}

export function watchConditions() {
  const of = (event) => event.target.closest?.("[data-conditions]");
  for (const editor of document.querySelectorAll("[data-conditions]")) editor.classList.add("is-live");
  document.addEventListener("change", (event) => {
    const editor = of(event);
    if (editor) redraw(editor.id, "refresh");
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[name=_within]");
    const editor = button && of(event);
    if (!editor) return;
    event.preventDefault();
    redraw(editor.id, button.value.slice(editor.dataset.conditions.length + 1));
  });
}
