// Tables of a form in place: a row more, a row less, the sums under them. Without this module each is a submit.

const SCALE = 6;

// The number of a row is the last one in its controls' names: 2026年产量，第3行.
const LAST_NUMBER = /\d+(?=\D*$)/;

function renumber(table) {
  table.querySelectorAll("tbody tr").forEach((row, at) => {
    const count = String(at + 1);
    row.querySelector("[data-count]").textContent = count;
    for (const one of row.querySelectorAll("[aria-label]")) one.setAttribute("aria-label", one.getAttribute("aria-label").replace(LAST_NUMBER, count));
    for (const one of row.querySelectorAll("legend")) one.textContent = one.textContent.replace(LAST_NUMBER, count);
  });
}

function clear(row) {
  for (const control of row.querySelectorAll("input, select, textarea")) {
    if (control.type === "radio" || control.type === "checkbox") control.checked = false;
    else control.value = "";
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
  }
  for (const made of row.querySelectorAll("[data-made]")) Object.assign(made, { textContent: made.dataset.made, className: "quiet" });
  for (const fault of row.querySelectorAll(".field__fault")) fault.remove();
  for (const cell of row.querySelectorAll(".field--faulty")) cell.classList.remove("field--faulty");
}

function rename(row, number) {
  const before = `.${row.dataset.row}.`, after = `.${number}.`;
  for (const one of row.querySelectorAll("[name], [id], [for], [value^='drop_row.']")) {
    for (const attribute of ["name", "id", "for"]) {
      const said = one.getAttribute(attribute);
      if (said) one.setAttribute(attribute, said.replace(before, after));
    }
  }
  const drop = row.querySelector("[data-drop]");
  drop.value = drop.value.replace(/\d+$/, String(number));
  row.dataset.row = String(number);
}

function addRow(rows) {
  const all = [...rows.querySelectorAll("tbody tr")];
  if (all.length >= Number(rows.dataset.high)) return;
  const number = Math.max(...all.map((row) => Number(row.dataset.row))) + 1;
  const row = all.at(-1).cloneNode(true);
  clear(row);
  rename(row, number);
  all.at(-1).after(row);
  renumber(rows);
  row.querySelector("input, select, textarea")?.focus();
}

function dropRow(rows, row) {
  const all = [...rows.querySelectorAll("tbody tr")];
  const next = all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1] ?? row;
  if (all.length === 1) clear(row);
  else row.remove();
  renumber(rows);
  sum(rows);
  next.querySelector("input, select, textarea")?.focus();
}

// Exact: figures are scaled to whole numbers, never added as floating point.
function scaled(text) {
  const found = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text.replaceAll(",", "").trim());
  if (!found) return null;
  const whole = BigInt(found[2] + (found[3] ?? "").padEnd(SCALE, "0"));
  return found[1] ? -whole : whole;
}

function inWords(total, places) {
  const digits = String(total < 0n ? -total : total).padStart(SCALE + 1, "0");
  const decimals = digits.slice(-SCALE).slice(0, places);
  return `${total < 0n ? "-" : ""}${digits.slice(0, -SCALE)}${decimals ? `.${decimals}` : ""}`;
}

function sum(rows) {
  for (const foot of rows.querySelectorAll("[data-sum]")) {
    const typed = [...rows.querySelectorAll(`tbody [name$='.${foot.dataset.sum}']`)];
    if (!typed.length) continue;
    const money = typed[0].dataset.kind === "money";
    const longest = Math.max(0, ...typed.map((one) => /\.(\d+)\s*$/.exec(one.value)?.[1].length ?? 0));
    const total = typed.map((one) => scaled(one.value) ?? 0n).reduce((all, one) => all + one, 0n);
    foot.textContent = typed.some((one) => one.value.trim()) ? inWords(total, money ? 2 : longest) : "";
  }
}

function begin(rows) {
  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-drop]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-add]")) addRow(rows);
    else dropRow(rows, button.closest("tr"));
    rows.dispatchEvent(new Event("change", { bubbles: true }));
  });
  rows.addEventListener("input", () => sum(rows));
  rows.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    addRow(rows);
  });
  sum(rows);
}

for (const rows of document.querySelectorAll("[data-rows-of]")) begin(rows);
document.addEventListener("redrawn", (event) => { for (const rows of event.detail.querySelectorAll("[data-rows-of]")) begin(rows); });
