// Keys: / to search everything, the key printed on a button presses it, arrows walk through the rows of a list.

const typing = (target) => target.matches("input, select, textarea, [contenteditable]");

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (/^F\d+$/.test(event.key) && press(event.key)) { event.preventDefault(); return; }
    if (typing(event.target)) return;
    if (event.key === "/") {
      const box = document.querySelector("[data-slash]");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event);
  });
}

function press(key) {
  const button = document.querySelector(`[data-key="${key}"]:not([disabled])`);
  if (!button) return false;
  // Leaving a field would send its own change first: a submit button is pressed without moving the cursor.
  if (button.type === "submit" && button.form && !button.dataset.confirm) button.form.requestSubmit(button);
  else { button.focus(); button.click(); }
  return true;
}

function walk(event) {
  const links = [...document.querySelectorAll("table[data-rows] tbody th a")].filter((link) => link.offsetParent);
  if (!links.length) return;
  const row = document.activeElement.closest("tr");
  const inList = document.activeElement.closest("[data-rows], .table-frame");
  if (!inList && document.activeElement !== document.body && document.activeElement.id !== "main") return;
  const at = links.findIndex((link) => link.closest("tr") === row);
  const next = at < 0 ? (event.key === "ArrowDown" ? 0 : links.length - 1) : at + (event.key === "ArrowDown" ? 1 : -1);
  if (!links[next]) return;
  event.preventDefault();
  links[next].focus();
}
