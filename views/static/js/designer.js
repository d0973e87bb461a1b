// The designer without leaving the page: each button is posted in the background and the parts that it changed are put in
// place; typing renews checks and preview. Rows are dragged, or moved with Alt and an arrow. Without this module all of it are submits.

const PARTS = ["designer-told", "designer-settings", "designer-count", "designer-rows", "designer-paste", "designer-problems", "designer-preview"];
const QUIET = ["designer-problems", "designer-preview"];
const WAIT = 700;

const form = document.querySelector("[data-designer]");
let asked = 0;
let timer = null;

async function post(name, value) {
  const mine = ++asked;
  const sent = new URLSearchParams(new FormData(form));
  sent.set(name, value);
  const answer = await fetch(form.action, { method: "POST", body: sent, credentials: "same-origin" });
  if (!answer.ok || mine !== asked) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function put(page, parts) {
  for (const id of parts) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) old.replaceWith(fresh);
  }
  for (const editor of form.querySelectorAll("[data-conditions]")) editor.classList.add("is-live");
  for (const row of form.querySelectorAll("[data-row]")) makeDraggable(row);
}

function focusAgain(id, fallback) {
  const target = (id && document.getElementById(id)) || fallback;
  target?.focus({ preventScroll: false });
}

async function press(what) {
  clearTimeout(timer);
  const focused = document.activeElement?.id;
  const page = await post("act", what);
  if (!page) return;
  put(page, PARTS);
  form.dispatchEvent(new Event("change"));
  const at = form.querySelector("[data-at]")?.dataset.at;
  const row = at ? document.getElementById(`row-${at}`) : null;
  const isNew = /^(add|column|copy|open)\b/.test(what);
  if (row && isNew) row.querySelector("input[name$='.label'], input:not([type=hidden])")?.focus();
  else if (row && /^(up|down|drop|undo|shut|paste|insert)\b/.test(what)) { row.focus(); row.scrollIntoView({ block: "nearest" }); }
  else if (/^choice/.test(what)) focusAgain(`r.${what.split(".")[1]}.more`, row);
  else focusAgain(focused, row);
}

async function renew() {
  const inPreview = document.activeElement?.closest?.("#designer-preview") ? document.activeElement : null;
  const [id, start] = [inPreview?.id, inPreview?.selectionStart ?? null];
  const page = await post("act", "refresh");
  if (!page) return;
  put(page, QUIET);
  for (const fresh of page.querySelectorAll("[data-problems-of]")) {
    form.querySelector(`[data-problems-of="${fresh.dataset.problemsOf}"]`)?.replaceChildren(...fresh.childNodes);
  }
  if (!inPreview) return;
  const again = document.getElementById(id);
  again?.focus({ preventScroll: true });
  if (start !== null && again?.setSelectionRange) again.setSelectionRange(start, start);
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(renew, WAIT);
}

// Dragging moves the row and, of a table, its columns; the order of the controls is the order that is saved.
let dragged = null;

function company(row) {
  const found = [row];
  if (row.matches(".designer__row--column")) return found;
  for (let next = row.nextElementSibling; next?.matches(".designer__row--column"); next = next.nextElementSibling) found.push(next);
  return found;
}

function makeDraggable(row) {
  const handle = row.querySelector("[data-handle]");
  if (!handle || handle.dataset.ready) return;
  handle.dataset.ready = "1";
  handle.addEventListener("pointerdown", () => { row.draggable = true; });
  handle.addEventListener("pointerup", () => { row.draggable = false; });
  row.addEventListener("dragstart", (event) => {
    dragged = row;
    row.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  row.addEventListener("dragend", () => { row.draggable = false; row.classList.remove("is-dragged"); dragged = null; });
  row.addEventListener("dragover", (event) => { if (dragged && dragged !== row) { event.preventDefault(); row.classList.add("is-over"); } });
  row.addEventListener("dragleave", () => row.classList.remove("is-over"));
  row.addEventListener("drop", (event) => {
    event.preventDefault();
    row.classList.remove("is-over");
    if (!dragged || company(dragged).includes(row)) return;
    const isDown = Boolean(dragged.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    const group = company(dragged);
    (isDown ? company(row).at(-1) : row)[isDown ? "after" : "before"](...group);
    press("refresh");
  });
}

if (form) {
  form.classList.add("is-live");
  put(document, []);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=act]");
    if (!button || ["save", "publish"].includes(button.value)) return;
    event.preventDefault();
    press(button.value);
  });
  form.addEventListener("input", (event) => { if (!event.target.matches("#pasted, [name$='.more']")) later(); });
  form.addEventListener("change", (event) => { if (event.target.matches?.("[data-redraws]")) press("refresh"); });
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (event.altKey && row && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      press(`${event.key === "ArrowUp" ? "up" : "down"}.${row.dataset.row}`);
    } else if (event.key === "Enter" && event.target.matches("input.input")) {
      event.preventDefault();
      renew();
    }
  });
}
