// The keys of the workbench; each is printed on the page.

/** The row of a box: its line, its panel, or the row under it that the box belongs to. */
export function rowOf(target) {
  const place = target.closest?.("[data-row], [data-panel]");
  return place ? { number: place.dataset.row ?? place.dataset.panel, isUnder: place.matches(".workbench__child"), isPanel: place.hasAttribute("data-panel") } : null;
}

// Enter goes to the same column of the next row; after the last it makes one.
function below(form, target, press) {
  const row = target.closest("tr[data-row]");
  const name = target.name.split(".").slice(2).join(".");
  const rows = [...form.querySelectorAll("tr[data-row]")];
  const next = rows[rows.indexOf(row) + 1];
  const box = next?.querySelector(`[name="r.${next.dataset.row}.${name}"]`);
  if (!box) { press(`add.${row.dataset.row}`); return; }
  box.focus();
  box.select?.();
}

function turn(form) {
  const face = form.querySelector("#face");
  face.selectedIndex = (face.selectedIndex + 1) % face.options.length;
  face.dispatchEvent(new Event("change", { bubbles: true }));
}

function goTo(box) {
  box?.closest("details")?.setAttribute("open", "");
  (document.getElementById(`${box?.id}-combo`) ?? box)?.focus();
}

function withAlt(form, event, press, leave) {
  const row = rowOf(event.target);
  const number = row?.number;
  const isOpen = number && form.querySelector(`[data-panel="${number}"]`);
  const acts = {
    ArrowUp: number && (() => press(`up.${number}`)),
    ArrowDown: number && (() => press(`down.${number}`)),
    Enter: number && !row.isUnder && (() => press(`${isOpen ? "shut" : "open"}.${number}`)),
    NumpadEnter: number && !row.isUnder && (() => press(`${isOpen ? "shut" : "open"}.${number}`)),
    KeyC: number && !row.isUnder && (() => press(`copy.${number}`)),
    Delete: number && (() => press(`drop.${number}`)),
    KeyZ: form.querySelector("button[value=undo]") && (() => press("undo")),
    KeyV: form.querySelector("#pasted") && (() => goTo(form.querySelector("#pasted"))),
    KeyK: form.querySelector("#pick") && (() => goTo(form.querySelector("#pick"))),
    KeyP: () => turn(form),
    PageUp: form.querySelector("[data-before]") && (() => leave(form.querySelector("[data-before]"))),
    PageDown: form.querySelector("[data-after]") && (() => leave(form.querySelector("[data-after]"))),
  };
  return acts[event.code];
}

function withControl(form, event, press) {
  const row = rowOf(event.target);
  if (event.code === "KeyS") return () => press("save");
  if (!["Enter", "NumpadEnter"].includes(event.code) || !form.querySelector("button[value=add]")) return null;
  if (row?.isUnder) return () => press(`under.${row.number}`);
  return () => press(row ? `add.${row.number}` : "add");
}

/** `press`: an act of the page; `leave`: to another part, once what is typed is kept. */
export function listenToRows(form, press, leave) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]")) return;
    if (event.metaKey || (event.altKey && event.ctrlKey)) return;
    let act = null;
    if (event.altKey) act = withAlt(form, event, press, leave);
    else if (event.ctrlKey) act = withControl(form, event, press);
    else if (event.key === "Enter" && event.target.matches?.("tr[data-row] input.input, tr[data-row] select")) act = () => below(form, event.target, press);
    else if (event.key === "Enter" && event.target.id === "pick-combo") return;
    if (!act) return;
    event.preventDefault();
    act();
  });
}
