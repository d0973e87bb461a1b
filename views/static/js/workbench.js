// The workbench without leaving the page: buttons and pauses in typing are posted in the background, one after the other, and
// what they changed is put in place with the cursor where it was. Without this module all of it are submits.

import { makeDraggable } from "./designer_drag.js";
import { SignedOut, admit, enqueue, keeping, send, typed } from "./designer_post.js";
import { listenToRows, rowOf } from "./workbench_keys.js";

const PARTS = ["workbench-told", "workbench-count", "workbench-rows", "workbench-nav", "workbench-preview", "workbench-paste", "workbench-waits", "workbench-acts"];
const QUIET = ["workbench-nav", "workbench-preview", "workbench-waits", "workbench-acts"];
const WAIT = 900;
const LOOK_AROUND = 8000;

const form = document.querySelector("[data-workbench]");
const lost = document.querySelector("[data-lost]");
let timer = null;
let isSure = false;
let hasLeft = false;
// What the server had last, as it stands in the boxes: a pause in which nothing differs from it posts nothing.
let kept = "";

// What is only pasted or picked is not kept.
const content = () => JSON.stringify([...typed(form)].filter(([id]) => !["pasted", "pick", "pick-combo", "face", "to-part"].includes(id)));
const isWaiting = () => timer !== null && !hasLeft && content() !== kept;

// A page that came by fetch has its shadow still in the template.
function unfold() {
  for (const template of form.querySelectorAll("[data-drawn] > template")) {
    const host = template.parentElement;
    host.attachShadow({ mode: "open" }).append(template.content);
    template.remove();
  }
  for (const host of form.querySelectorAll("[data-drawn]")) {
    host.shadowRoot?.addEventListener("click", (event) => { if (event.target.closest("a[href], button")) event.preventDefault(); });
  }
}

function put(page, parts) {
  const opened = new Set([...form.querySelectorAll("details[open]")].map((one) => one.className));
  for (const id of parts) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh && old !== fresh) old.replaceWith(fresh);
  }
  for (const one of form.querySelectorAll("details")) if (opened.has(one.className)) one.open = true;
  for (const editor of form.querySelectorAll("[data-conditions]")) editor.classList.add("is-live");
  for (const row of form.querySelectorAll("tr[data-row]")) makeDraggable(row, press);
  fillParts();
  unfold();
  document.dispatchEvent(new CustomEvent("redrawn", { detail: form }));
}

// On a phone the parts are chosen from a list: the same links, in the words that they have now.
function fillParts() {
  const links = [...form.querySelectorAll("#workbench-nav a[data-to-part]")];
  const options = links.map((link) => new Option(link.innerText.replace(/\s+/g, " ").trim(), link.href, false, link.hasAttribute("aria-current")));
  document.getElementById("to-part").replaceChildren(...options);
}

function failed(problem) {
  if (problem instanceof SignedOut) lost.textContent = lost.dataset.signedOut;
  else lost.textContent = problem.message === "answered 404" ? lost.dataset.frozen : lost.dataset.lost;
}

function firstBox(row, inPanel) {
  const place = inPanel ? form.querySelector(`[data-panel="${row.dataset.row}"]`) : row;
  return (place ?? row).querySelector("input:not([type=hidden]), select:not([hidden]), textarea");
}

function press(what, prepare) {
  enqueue(() => { prepare?.(); return pressed(what); }, failed);
}

async function pressed(what) {
  clearTimeout(timer);
  timer = null;
  lost.textContent = "";
  const [sent, before] = [typed(form), document.activeElement];
  const page = await send(form, what, { live: "1" }, [409, 422]);
  const { isNewer, stay, focus } = keeping(form, sent, before, () => { put(page, PARTS); kept = content(); });
  if (isNewer) later();
  aim(what, before, stay, focus);
}

// Where the cursor goes: into the row that came, along with the row that moved, else where it was.
function aim(what, before, stay, focus) {
  const told = ["save", "paste"].includes(what) && document.querySelector("#workbench-told .error-summary, #workbench-told .versions");
  if (told) { told.focus(); told.scrollIntoView({ block: "nearest" }); return; }
  const at = form.querySelector("[data-at]")?.dataset.at;
  const row = at ? form.querySelector(`[data-row="${at}"]`) : null;
  if (row && /^(add|under|copy|open|drop|undo|paste|pick)\b/.test(what)) {
    const box = firstBox(row, what.startsWith("open"));
    (box ?? row).focus();
    row.scrollIntoView({ block: "nearest" });
    return;
  }
  if (stay || focus()) { document.activeElement.scrollIntoView({ block: "nearest" }); return; }
  const again = before?.id && document.getElementById(before.id);
  const button = before?.name === "act" && form.querySelector(`button[value="${CSS.escape(before.value)}"]`);
  const face = what === "face" && document.getElementById("face");
  (again || face || button || row || document.getElementById("workbench-part"))?.focus?.();
}

const isChoosing = () => form.contains(document.activeElement) && (document.activeElement.matches("select") || document.activeElement.matches("[aria-expanded=true]") || document.activeElement.dataset.composing !== undefined);

async function renew() {
  if (!isWaiting()) { timer = null; return; }
  timer = null;
  const [sent, before, posted] = [typed(form), document.activeElement, content()];
  const page = await send(form, "refresh", { live: "1" });
  if (hasLeft) return;
  lost.textContent = "";
  kept = posted;
  const { isNewer, focus } = keeping(form, sent, before, () => put(page, isChoosing() ? QUIET : PARTS.filter((id) => id !== "workbench-told" && id !== "workbench-paste")));
  if (isNewer) later();
  if (document.activeElement === document.body && !focus() && before?.id) document.getElementById(before.id)?.focus();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => enqueue(renew, failed), WAIT);
}

function hush() {
  for (const one of document.querySelectorAll("#workbench-told .workbench__flash, .flash--success")) one.remove();
}

// Before the page is left, what is typed is kept; after it nothing is posted any more.
function leave(go) {
  enqueue(async () => {
    clearTimeout(timer);
    await renew();
    clearTimeout(timer);
    timer = null;
    go();
  }, failed);
}

const toLink = (link) => leave(() => { hasLeft = true; window.location.assign(link.href); });

// An act of the page's head is a form of its own: it waits until what is typed is kept, and asks in the words of the head as it is then.
function listenToForms() {
  document.addEventListener("submit", (event) => {
    const act = event.target;
    if (act === form || event.defaultPrevented || hasLeft || act.method !== "post") return;
    if (!isWaiting()) { hasLeft = true; return; }
    event.preventDefault();
    const wasAsked = Boolean(event.submitter?.dataset.confirm);
    leave(() => {
      const fresh = document.querySelector(`form[method=post][action="${act.getAttribute("action")}"]`);
      if (wasAsked) fresh?.requestSubmit(); else fresh?.querySelector("button")?.click();
    });
  });
}

async function lookAround() {
  if (document.hidden) return;
  const answer = await fetch(form.dataset.whoUrl, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const place of form.querySelectorAll("[data-who]")) {
    const people = [...page.querySelectorAll(`[data-part="${place.dataset.who}"]`)].map((one) => one.textContent);
    const words = people.length ? form.dataset.typing.replace("{who}", [...new Set(people)].join("、")) : "";
    if (place.textContent.trim() !== words) place.textContent = words;
  }
}

function toPlace() {
  const target = window.location.hash && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  if (!target || !form.contains(target)) return;
  for (let one = target.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
  const seen = target.hidden ? document.getElementById(`${target.id}-combo`) ?? target : target;
  seen.scrollIntoView({ block: "center" });
  (seen.matches("[tabindex]") && seen.matches("tr") ? firstBox(seen) ?? seen : seen).focus({ preventScroll: true });
}

if (form) {
  form.classList.add("is-live");
  put(document, []);
  kept = content();
  toPlace();
  window.addEventListener("hashchange", () => { hasLeft = false; toPlace(); });
  setInterval(lookAround, LOOK_AROUND);
  document.addEventListener("compositionstart", (event) => { if (form.contains(event.target)) event.target.dataset.composing = ""; });
  document.addEventListener("compositionend", (event) => { delete event.target.dataset?.composing; });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-to-part], a[data-to-place], a[data-before], a[data-after]");
    if (link && !event.ctrlKey && !event.metaKey) { event.preventDefault(); toLink(link); return; }
    const button = event.target.closest("button[name=act]");
    if (!button || ["discard", "save"].includes(button.value)) return;
    event.preventDefault();
    hush();
    if (event.detail < 2 || /^(up|down)\b/.test(button.value)) press(button.value);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("data-leaves")) {
      if (!isWaiting()) { hasLeft = true; return; }
      const { name, value } = event.submitter;
      event.preventDefault();
      event.stopImmediatePropagation();
      leave(() => form.querySelector(`button[name="${name}"][value="${value}"]`)?.click());
      return;
    }
    const act = event.submitter?.value ?? "refresh";
    if (act === "discard" && isSure) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    hush();
    if (act !== "discard") { press(act); return; }
    enqueue(async () => {
      clearTimeout(timer);
      timer = null;
      await admit();
      isSure = true;
      form.requestSubmit(event.submitter);
    }, failed);
  }, true);
  form.addEventListener("input", (event) => { hush(); if (event.target.name && event.target.id !== "pasted") later(); });
  form.addEventListener("change", (event) => { if (event.target.matches?.("[data-redraws]")) press("face"); else if (event.target.name && !["pick", "pasted"].includes(event.target.name)) later(); });
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const box = document.getElementById("pasted");
    if (!box || !rowOf(event.target) || !/\t/.test(text)) return;
    event.preventDefault();
    box.value = text;
    press("paste");
  });
  form.addEventListener("change", (event) => { if (event.target.id === "to-part") toLink({ href: event.target.value }); });
  window.addEventListener("pageshow", () => { hasLeft = false; });
  window.addEventListener("beforeunload", (event) => { if (isWaiting()) event.preventDefault(); });
  listenToForms();
  listenToRows(form, (what) => { hush(); press(what); }, toLink);
}
