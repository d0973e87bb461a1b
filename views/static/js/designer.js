// The designer without leaving the page: each button is posted in the background and the parts that it changed are put in
// place; typing renews checks and preview. Rows are dragged, or moved with Alt and an arrow. Without this module all of it are submits.

import { makeDraggable } from "./designer_drag.js";
import { SignedOut, admit, enqueue, keeping, send, typed } from "./designer_post.js";

const PARTS = ["designer-told", "designer-settings", "designer-count", "designer-rows", "designer-paste", "designer-problems", "designer-preview"];
const QUIET = ["designer-problems", "designer-preview"];
const WAIT = 700;

const form = document.querySelector("[data-designer]");
const lost = document.querySelector("[data-lost]");
let timer = null;
let isSure = false;

function put(page, parts) {
  for (const id of parts) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) old.replaceWith(fresh);
  }
  for (const editor of form.querySelectorAll("[data-conditions]")) editor.classList.add("is-live");
  for (const row of form.querySelectorAll("[data-row]")) makeDraggable(row, press);
}

function focusAgain(id, fallback) {
  const target = (id && document.getElementById(id)) || fallback;
  target?.focus({ preventScroll: false });
}

function failed(problem) {
  lost.textContent = problem instanceof SignedOut ? lost.dataset.signedOut : lost.dataset.lost;
}

// Presses wait for each other, each posts what the one before left; nothing else is done with a press that is not answered.
function press(what, prepare) {
  const aim = aimed(what);
  enqueue(() => { prepare?.(); return pressed(aim()); }, failed);
}

// A choice is meant by its key: while a press waits, the places change.
function aimed(what) {
  const [act, row, place] = what.split(".");
  const key = act.startsWith("choice_") && form.elements[`r.${row}.choice_key.${place}`]?.value;
  if (!key) return () => what;
  return () => {
    const found = [...form.querySelectorAll(`input[name^="r.${row}.choice_key."]`)].find((one) => one.value === key);
    return found ? `${act}.${row}.${found.name.split(".").at(-1)}` : null;
  };
}

async function pressed(what) {
  if (!what) return;
  clearTimeout(timer);
  lost.textContent = "";
  const [sent, before] = [typed(form), document.activeElement];
  const page = await send(form, what);
  const { isNewer, stay } = keeping(form, sent, before, () => put(page, PARTS));
  form.dispatchEvent(new Event("change"));
  if (isNewer) later();
  if (stay) return;
  const at = form.querySelector("[data-at]")?.dataset.at;
  const row = at ? document.getElementById(`row-${at}`) : null;
  const isNew = /^(add|column|copy|open)\b/.test(what);
  if (row && isNew) row.querySelector("input[name$='.label'], input:not([type=hidden])")?.focus();
  else if (row && /^(up|down|drop|undo|shut|paste|insert)\b/.test(what)) { row.focus(); row.scrollIntoView({ block: "nearest" }); }
  else if (/^choice/.test(what)) focusAgain(`r.${what.split(".")[1]}.more`, row);
  else focusAgain(before?.id, row);
}

async function renew() {
  const [sent, before] = [typed(form), document.activeElement];
  const page = await send(form, "refresh");
  lost.textContent = "";
  const { isNewer, focus } = keeping(form, sent, before, () => put(page, QUIET));
  for (const fresh of page.querySelectorAll("[data-problems-of]")) {
    form.querySelector(`[data-problems-of="${fresh.dataset.problemsOf}"]`)?.replaceChildren(...fresh.childNodes);
  }
  if (isNewer) later();
  if (document.activeElement === document.body) focus();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => enqueue(renew, failed), WAIT);
}

// What was said about the last saving is over when something is changed.
function hush() {
  for (const flash of document.querySelectorAll(".flash--success")) if (!form.contains(flash)) flash.remove();
}

if (form) {
  form.classList.add("is-live");
  put(document, []);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=act]");
    if (!button || ["save", "publish"].includes(button.value)) return;
    event.preventDefault();
    hush();
    // The second click of a double click adds or deletes nothing more.
    if (event.detail < 2 || /^(choice_)?(up|down)\b/.test(button.value)) press(button.value);
  });
  // The page is left only for a server that answers and knows who saves: else what was typed would go with it.
  form.addEventListener("submit", (event) => {
    if (isSure) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    lost.textContent = "";
    const button = event.submitter;
    enqueue(async () => {
      await admit();
      isSure = true;
      form.requestSubmit(button);
      isSure = false;
    }, failed);
  }, true);
  form.addEventListener("input", (event) => { hush(); if (!event.target.matches("#pasted, [name$='.more']")) later(); });
  form.addEventListener("change", (event) => { if (event.target.matches?.("[data-redraws]")) press("refresh"); });
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (event.altKey && row && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      hush();
      press(`${event.key === "ArrowUp" ? "up" : "down"}.${row.dataset.row}`);
    } else if (event.key === "Enter" && event.target.matches("input.input")) {
      event.preventDefault();
      enqueue(renew, failed);
    }
  });
}
