// The browser's twin of fault_of_id_number in appcore/definition/identity.py: both are run over the same table of examples in
// tests/definition; a change here is a change there. It says what is wrong when the box is left, and fills nothing in.

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** What is wrong with an identity number, by its name in ID_NUMBER_FAULTS; null when nothing is. `today` is YYYYMMDD. */
export function faultOfIdNumber(text, today) {
  const number = halfWidth(text).replaceAll(" ", "").toUpperCase();
  if (!/^[0-9]{17}[0-9X]$/.test(number)) return /^[0-9]{15}$/.test(number) ? "old" : "shape";
  const birth = number.slice(6, 14);
  if (!isDay(birth)) return "birth";
  if (birth > today) return "future";
  if (birth < "19000101") return "early";
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  return "10X98765432"[sum % 11] === number[17] ? null : "check";
}

// Narrower than NFKC, as half_width in characters.py is: ² and ① are no digits.
function halfWidth(text) {
  return text.replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)).replace(/[\u3000\u00a0]/g, " ");
}

function isDay(digits) {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].map(Number);
  if (year < 1) return false;
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export function guardIdNumbers() {
  document.addEventListener("focusout", (event) => {
    const box = event.target;
    if (box.matches?.("input[data-kind=id_number]") && box.value.trim() && box.form?.dataset.idFaults) judge(box);
  });
  document.addEventListener("redrawn", (event) => {
    for (const box of event.detail.querySelectorAll("input[data-kind=id_number]")) if (box.value.trim() && box !== document.activeElement) judge(box);
  });
  // A fault that the document's kind explains goes with the kind.
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-document]") && documentNumber(event.target);
    if (box?.value.trim() && box.form?.dataset.idFaults) judge(box);
  });
}

function judge(box) {
  const kinds = documentKind(box);
  const asked = !kinds || box.dataset.cards.split(" ").includes(kinds.value);
  const looks = "onlyIfLike" in box.dataset ? /^[0-9]{15,17}.?$/.test(box.value.trim()) || /^[0-9]{18,20}$/.test(box.value.trim()) : true;
  const fault = asked && looks ? faultOfIdNumber(box.value, localDay()) : null;
  say(box, fault ? JSON.parse(box.form.dataset.idFaults)[fault] : "");
}

const documentKind = (box) => box.closest("fieldset")?.querySelector("select[data-document]");
const documentNumber = (select) => select.closest("fieldset")?.querySelector("input[data-kind=id_number]");

function localDay() {
  const now = new Date();
  return `${now.getFullYear()}${String(now.getMonth() + 1).padStart(2, "0")}${String(now.getDate()).padStart(2, "0")}`;
}

function say(box, sentence) {
  const field = box.closest(".field");
  let line = document.getElementById(`${box.id}-fault`);
  if (!line && sentence) {
    line = Object.assign(document.createElement("p"), { className: "field__fault", id: `${box.id}-fault` });
    line.setAttribute("role", "status");
    field?.append(line);
  }
  if (line) { line.textContent = sentence; line.hidden = !sentence; }
  field?.classList.toggle("field--faulty", Boolean(sentence));
  const others = (box.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== `${box.id}-fault`);
  const told = sentence ? [...others, `${box.id}-fault`] : others;
  if (told.length) box.setAttribute("aria-describedby", told.join(" ")); else box.removeAttribute("aria-describedby");
  if (sentence) box.setAttribute("aria-invalid", "true"); else box.removeAttribute("aria-invalid");
}
