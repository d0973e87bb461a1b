// The counter lane by keyboard: 1–9 open an item or say how a paper is met, arrows walk the papers, answers refresh the list.
// The page works without this module: each key is only a quicker way to a control that stands there.

import { evaluate } from "./conditions.js";
import { redrawing } from "./redraw.js";

const typing = (target) => target.matches("input:not([type=radio]):not([type=checkbox]), select, textarea");
const WANTS_NOTE = new Set(["not_needed", "wrong", "missing"]);

function openPick(event) {
  const links = document.querySelectorAll("[data-picks] a");
  const link = links[Number(event.key) - 1];
  if (link) { event.preventDefault(); link.click(); }
}

function answerQuestion(event) {
  const asked = event.target.closest("#questions fieldset");
  const way = asked?.querySelectorAll("input")[Number(event.key) - 1];
  if (!way) return false;
  event.preventDefault();
  way.click();
  return true;
}

// Where the next key goes: the first question without an answer, an added party, the applicant, the papers.
function placeCursor(form) {
  if (document.querySelector(".error-summary, [data-focus]")) return;
  const open = form.querySelector("#questions fieldset:not(:has(:checked)) input, #questions input.input:placeholder-shown");
  const empty = [...form.querySelectorAll("#applicant input[name$='.id_number'], #applicant input[name$='.name']")].find((one) => !one.value);
  (open ?? empty ?? form.querySelector("[data-paper]:not(:has(:checked)) input") ?? form.querySelector("#form .input"))?.focus();
}

function setPaper(event) {
  const paper = event.target.closest("[data-paper]") ?? document.querySelector("[data-paper]:not(:has(:checked))");
  const way = paper?.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!way) return;
  event.preventDefault();
  way.checked = true;
  way.dispatchEvent(new Event("change", { bubbles: true }));
  (nextPaper(paper, 1) ?? paper).querySelector("input[type=radio]:checked, input[type=radio]").focus();
}

function nextPaper(paper, step) {
  const all = [...document.querySelectorAll("[data-paper]")];
  return all[all.indexOf(paper) + step];
}

function showNote(paper) {
  const note = paper.querySelector("[data-note]");
  const chosen = paper.querySelector("input[type=radio]:checked");
  if (note && !note.value) note.hidden = !WANTS_NOTE.has(chosen?.value);
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (/^[1-9]$/.test(event.key) && !typing(event.target)) {
    if (document.querySelector("[data-picks]")) openPick(event);
    else if (!answerQuestion(event)) setPaper(event);
  }
});

// Fields that hang on an answer come and go as it is given; the server decides again with the same condition.
function answersOf(form) {
  const answers = {};
  for (const control of form.querySelectorAll("[name^='a.'], [name^='f_']")) {
    const key = control.name.replace(/^(a\.|f_)/, "");
    if (control.type === "checkbox") {
      if (control.checked) answers[key] = [...(answers[key] ?? []), control.value];
    } else if (control.type === "radio") {
      if (control.checked) answers[key] = plain(control.value);
    } else if (control.dataset.kind === "money") {
      const yuan = Number(control.value);
      if (control.value.trim() && Number.isFinite(yuan)) answers[key] = Math.round(yuan * 100);
    } else if (control.value.trim()) answers[key] = COUNTED.has(control.dataset.kind) ? plain(control.value.trim()) : control.value.trim();
  }
  return answers;
}

// A question has no kind on its control; a choice or code that looks like a number stays the text that it is.
const COUNTED = new Set([undefined, "integer"]);

function plain(text) {
  if (text === "yes") return true;
  if (text === "no") return false;
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function showFields(form) {
  const answers = answersOf(form);
  for (const field of form.querySelectorAll("[data-condition]")) field.hidden = evaluate(JSON.parse(field.dataset.condition), answers) === false;
}

// The cursor stands where the next key goes: in the search box, or after a search on the first hit.
const search = document.querySelector("form[role=search] #q");
if (search) {
  const first = document.querySelector("[data-picks] a");
  (search.value && first ? first : search).focus();
}

const lane = document.querySelector("[data-lane]");
if (lane) {
  const begin = () => {
    for (const paper of lane.querySelectorAll("[data-paper]")) showNote(paper);
    showFields(lane);
  };
  begin();
  placeCursor(lane);
  const redraw = redrawing(lane, (asked) => {
    begin();
    // A question that was just answered goes on to what comes next; everywhere else the cursor stays where it is.
    if (asked.closest("#questions") && document.activeElement?.name === asked.name) placeCursor(lane);
    if (asked.type === "file") document.querySelector(".error-summary")?.focus();
  });
  lane.addEventListener("click", (event) => {
    if (!event.target.closest("[name=all_seen]")) return;
    for (const paper of lane.querySelectorAll("[data-paper]")) {
      if (!paper.querySelector("input:checked")) paper.querySelector("input[value=copy_kept]").checked = true;
    }
  });
  lane.addEventListener("change", (event) => {
    const paper = event.target.closest("[data-paper]");
    if (paper) showNote(paper);
    showFields(lane);
    if (event.target.matches("[data-refresh]") || ("computes" in lane.dataset && event.target.closest("#form"))) redraw(event.target);
  });
  // Enter in a text box goes on to the next control instead of pressing the first button.
  lane.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input.input, select.input")) return;
    event.preventDefault();
    const all = [...lane.querySelectorAll("input.input:not([hidden]), select.input, textarea.input, [data-paper] input:checked, button[value=accept]")];
    all[all.indexOf(event.target) + 1]?.focus();
  });
}
