// Puts a placeholder into the part that was written last, where the cursor stood; the cursor goes on behind it.
let last = document.querySelector("textarea[data-part]");

document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea[data-part]")) last = event.target;
});

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("button[data-insert]");
  if (!chosen || !last) return;
  last.focus();
  last.setRangeText(chosen.dataset.insert, last.selectionStart, last.selectionEnd, "end");
  last.dispatchEvent(new Event("input", { bubbles: true }));
});
