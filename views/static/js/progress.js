// How far something is that goes on by itself: the page is looked at again until it is another one. Without scripts it is loaded again.

const EVERY = 1500;
const part = (page) => page.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.status === 423) { document.dispatchEvent(new CustomEvent("session:locked")); return; }
    const fresh = answer.ok ? part(new DOMParser().parseFromString(await answer.text(), "text/html")) : null;
    if (!fresh) { location.reload(); return; }
    const at = part(document).contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    part(document).replaceChildren(...fresh.childNodes);
    if (at) part(document).querySelector(`[href="${CSS.escape(at)}"]`)?.focus();
  } catch { /* the network is away for a moment */ }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
