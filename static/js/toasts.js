/**
 * Notices in #toasts: they leave after ten seconds, wait while they are read, and can be dismissed. A new one takes the
 * place of the former of its kind: trouble, something to undo, news; and of news, which are of the step before. What was
 * offered to undo is in the history.
 * Any module says something by dispatching `announce` on the document: {text, level}.
 * Failed requests become a notice in plain words.
 */

const READING_TIME = 10_000;
const shelf = () => document.getElementById("toasts");
const clocks = new WeakMap();

function pause(toast) {
  clearTimeout(clocks.get(toast));
}

function start(toast) {
  pause(toast);
  if (isError(toast)) return; // an error stays until it is dismissed
  clocks.set(toast, setTimeout(() => toast.remove(), READING_TIME));
}

const isError = (toast) => toast.matches(".is-error");
const kindOf = (toast) => (isError(toast) ? "error" : toast.querySelector("form") ? "undo" : "news");

/** Let the notices that came together stand alone among their kind, and without the news of an earlier step. */
function replaceFormer(fresh) {
  if (!fresh.length) return;
  const kinds = new Set(["news", ...fresh.map(kindOf)]);
  for (const toast of place.querySelectorAll("[data-toast]")) {
    if (!fresh.includes(toast) && kinds.has(kindOf(toast))) toast.remove();
  }
}

function say(text, level = "info") {
  const place = shelf();
  if (!place) return;
  const toast = document.createElement("div");
  toast.className = level === "error" ? "toast is-error" : "toast";
  toast.dataset.toast = "";
  const words = document.createElement("p");
  words.textContent = text;
  const dismiss = document.createElement("button");
  dismiss.type = "button";
  dismiss.className = "quiet";
  dismiss.dataset.dismiss = "";
  dismiss.textContent = "Dismiss";
  toast.append(words, dismiss);
  place.append(toast);
}

const held = (toast) => toast.matches(":hover, :focus-within");

const place = shelf();
if (place) {
  for (const toast of place.querySelectorAll("[data-toast]")) start(toast);
  new MutationObserver((changes) => {
    const fresh = changes.flatMap((change) => [...change.addedNodes]).filter((added) => added.isConnected && added.matches?.("[data-toast]"));
    for (const toast of fresh) start(toast);
    replaceFormer(fresh);
    if (changes.some((change) => change.removedNodes.length)) giveBack();
  }).observe(place, { childList: true });

  for (const name of ["pointerover", "focusin"]) {
    place.addEventListener(name, (event) => {
      const toast = event.target.closest("[data-toast]");
      if (toast) pause(toast);
    });
  }
  for (const name of ["pointerout", "focusout"]) {
    place.addEventListener(name, (event) => {
      const toast = event.target.closest("[data-toast]");
      if (toast) requestAnimationFrame(() => held(toast) || start(toast));
    });
  }

  /* A notice that goes with the focus gives it back to where the person was before. */
  let origin = null;
  const giveBack = () => {
    if (!origin || document.activeElement !== document.body) return;
    (origin.isConnected ? origin : document.getElementById(origin.id) ?? document.getElementById("main"))?.focus({ preventScroll: true });
    origin = null;
  };
  place.addEventListener("focusin", (event) => {
    if (event.relatedTarget && !place.contains(event.relatedTarget)) origin = event.relatedTarget;
  });
  for (const name of ["pointerdown", "focusin"]) {
    document.addEventListener(name, (event) => {
      if (!place.contains(event.target)) origin = null;
    });
  }

  place.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]")?.remove();
  });
}

document.addEventListener("announce", (event) => say(event.detail.text, event.detail.level));

const REMEDIES = {
  400: "The server could not read that request. Reload the page and try again.",
  401: "You are signed out. Sign in again in another tab; what you typed is still here.",
  403: "You may not change this, or your session has ended. Reload the page to see what you may do.",
  404: "That is no longer here. Somebody may have removed it, or your access has ended.",
  413: "That is too large to send.",
  429: "Too many tries in a short time. Wait a minute and try again.",
};
const quietly = (event) => event.detail.elt?.closest?.("[data-poll], [data-quiet]"); // polls keep their own counsel

document.addEventListener("htmx:responseError", (event) => {
  if (quietly(event)) return;
  const { status } = event.detail.xhr;
  say(REMEDIES[status] ?? "Something went wrong on the server. Nothing you typed is lost; try again.", "error");
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (!quietly(event)) say("The server cannot be reached. Nothing you typed is lost; try again when you are back online.", "error");
  });
}
