// Dragging moves the row and, of a table, its columns, or the panel below it; the order of the controls is the order that is saved.
let dragged = null;

function company(row) {
  const found = [row];
  if (row.matches(".designer__row--column")) return found;
  for (let next = row.nextElementSibling; next?.matches(".designer__row--column, [data-panel], [data-note]"); next = next.nextElementSibling) found.push(next);
  return found;
}

export function makeDraggable(row, press) {
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
    const [moved, onto] = [dragged.id, row.id];
    press("refresh", () => carry(document.getElementById(moved), document.getElementById(onto)));
  });
}

function carry(row, onto) {
  if (!row || !onto) return;
  const isDown = Boolean(row.compareDocumentPosition(onto) & Node.DOCUMENT_POSITION_FOLLOWING);
  (isDown ? company(onto).at(-1) : onto)[isDown ? "after" : "before"](...company(row));
}
