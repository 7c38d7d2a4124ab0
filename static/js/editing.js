/**
 * Editing in place. A display and its editor share one root id; `data-edit` opens, `data-cancel` closes.
 * While an editor is open, no refresh may replace it: typed text is never lost.
 */

const editors = (within = document) => [...within.querySelectorAll("[data-editor]")];
/** Forms that are always on the page, such as quick add: they count as editors once somebody has typed in them. */
const drafts = (within = document) => [...within.querySelectorAll("[data-draft]")].filter(dirty);
const controls = (editor) => [...editor.querySelectorAll("input:not([type=hidden]), textarea, select")];

/** True when the editor holds text that the server does not have. */
function dirty(editor) {
  if (editor.hasAttribute("data-dirty")) return true; // refused by the server: what stands there is unsaved
  return controls(editor).some((control) => {
    if (control.matches("select")) return control.value !== ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value;
    if (control.matches("[type=checkbox], [type=radio]")) return control.checked !== control.defaultChecked;
    return control.value !== control.defaultValue;
  });
}

/* Opening: by its word, or by clicking the text itself. */

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || !getSelection().isCollapsed) return;
  const value = event.target.closest?.("[data-editable] > .inline-value");
  if (!value || event.target.closest("a, button")) return;
  value.parentElement.querySelector(":scope > [data-edit]")?.click();
});

const isText = (control) => control.matches("textarea, input[type=text], input:not([type])");

function enter(editor) {
  const control = editor.querySelector("[aria-invalid=true]") ?? controls(editor)[0];
  if (!control) return;
  control.focus();
  const typed = early;
  [opening, early] = [null, ""];
  if (!isText(control)) return;
  control.setSelectionRange(control.value.length, control.value.length);
  if (!typed) return;
  control.setRangeText(typed, control.value.length, control.value.length, "end");
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

/* What is typed while an editor is on its way waits for it: those letters are words, not shortcuts of the page. */

let opening = null;
let early = "";
document.addEventListener("htmx:beforeRequest", (event) => {
  const { xhr, elt, requestConfig } = event.detail;
  if (requestConfig.verb === "get" && elt.matches("a:not([data-quiet]), button:not([data-quiet])")) [opening, early] = [xhr, ""];
});
document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr } = event.detail;
  // It enters the editor when that has settled; where none came, nobody waits for these letters.
  setTimeout(() => xhr === opening && ([opening, early] = [null, ""]), 100);
});
document.addEventListener(
  "keydown",
  (event) => {
    if (!opening || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    early += event.key;
  },
  true,
);

/* Keys inside an editor. */

document.addEventListener("keydown", (event) => {
  const editor = event.target.closest?.("[data-editor]");
  if (!editor || event.isComposing) return;
  if (event.key === "Escape") {
    event.preventDefault();
    editor.querySelector("[data-cancel]")?.click();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    event.target.form?.requestSubmit();
  } else if (event.key === "Enter" && event.target.matches("textarea[data-one-line]")) {
    event.preventDefault();
    event.target.form?.requestSubmit();
  }
});

/* Focus follows: into an editor that opened, back to the word that opened it when it closes. */

let closing = null;
const holdsFocus = (editor) => document.activeElement === document.body || editor.contains(document.activeElement);

document.addEventListener("htmx:afterSettle", (event) => {
  const arrived = event.target;
  if (!(arrived instanceof Element)) return;
  const editor = [arrived, ...editors(arrived)].find((found) => found.matches("[data-editor]") && !carriedBefore.has(found));
  if (editor && !editor.contains(document.activeElement)) enter(editor);
  if (closing && !editor && arrived.isConnected) {
    const place = document.getElementById(closing);
    closing = null;
    place?.querySelector("[data-edit]")?.focus();
  }
  refocus(event);
  catchUp();
});

/** A form that is done says where the focus goes on. At once: a refresh may come before the swap has settled. */
function refocus(event) {
  const asked = event.detail.requestConfig?.elt;
  if (asked?.matches?.("[data-quiet]")) return; // advice on what is being written leaves the focus where it is
  // A refusal and a clash are swapped like any answer: the form is still open, and the focus stays in it.
  const form = event.detail.successful && event.detail.xhr.status < 400 && asked?.closest?.("[data-refocus]");
  if (form) document.getElementById(form.dataset.refocus)?.focus();
}
document.addEventListener("htmx:afterSwap", refocus);

/* The guard: a refresh of a region that holds an open editor waits until the editor is closed. */

let postponed = false;
let answering = null;

/** Ask for what has changed once more, which makes nobody else the cause. */
function askAgain() {
  const causedByOthers = byOthers;
  window.htmx?.trigger(document.body, "goal-changed");
  byOthers = causedByOthers;
}

/** Bring the changes that waited, once nothing is being written any more. */
function catchUp() {
  if (!postponed || editors().length || drafts().length) return;
  postponed = told = false;
  askAgain();
}
document.addEventListener("focusout", (event) => event.target.closest?.("[data-draft]") && catchUp());

/** The editors that swapping `region` would tear down, other than the one whose answer this is. */
function lostWith(region) {
  if (!(region instanceof Element)) return [];
  const open = [...editors(region), ...drafts(region)];
  const around = region.closest("[data-editor]");
  if (around && around !== region) return []; // a part inside an editor, such as a live check
  if (region.matches("[data-editor]")) open.push(region);
  return open.filter((editor) => editor !== answering);
}
const wouldLose = (region) => lostWith(region).length > 0;

/* What a person has just done is shown at once: other forms that are open in the same region move over into it.
   What others have done waits: moving an editor would take the focus from whoever is typing in it. */

let carried = [];
const carriedBefore = new WeakSet();

/** Take the places of these editors (the nearest elements with an id) out of `region`, for `putBack` to put into what
 * replaces it. False, and nothing is touched, when one of them has no place there. */
function carry(lost, region, answer) {
  const fresh = new DOMParser().parseFromString(`<template>${answer}</template>`, "text/html").querySelector("template")?.content;
  const places = [...new Set(lost.map((editor) => editor.closest("[id]")))];
  const fits = (place) => place && place !== region && region.contains(place) && !place.contains(answering) && fresh?.getElementById(place.id);
  if (!places.every(fits)) return false;
  lost.forEach((editor) => carriedBefore.add(editor));
  carried = places.map((place) => {
    const gap = document.createComment("");
    place.replaceWith(gap);
    return { place, gap };
  });
  return true;
}

function putBack() {
  for (const { place, gap } of carried) (document.getElementById(place.id) ?? gap).replaceWith(place);
  carried = [];
}
document.addEventListener("htmx:afterSwap", putBack);
document.addEventListener("htmx:afterRequest", putBack); // nothing was swapped after all

/** True when a person opens a form in the place of another: nothing is lost while that one is as it was opened. */
const opensAnother = (requestConfig, target) => requestConfig?.verb === "get" && !answering && target.querySelector(":scope > [data-editor]");

/* What the person has just saved comes back as a refresh too; only what others did is worth a word. */
let byOthers = true;
let told = false;
document.addEventListener("goal-changed", (event) => {
  byOthers = !event.target.closest?.("form"); // what a person saves is announced by the form that saved it
});

function refuse(event) {
  event.detail.shouldSwap = false;
  if (byOthers && !told) document.dispatchEvent(new CustomEvent("announce", { detail: { text: "There are changes on this page. They appear when you finish editing." } }));
  postponed = true;
  told ||= byOthers;
}

/* A refresh that was asked for before the answer to a save came may show what stood before it: another is on its way. */
const refreshes = (elt) => elt?.matches?.("[hx-swap=none][hx-trigger*=goal-changed]");
const askedAt = new WeakMap();
let answeredAt = 0;
document.addEventListener("htmx:beforeRequest", (event) => {
  const { xhr, elt } = event.detail;
  if (refreshes(elt)) askedAt.set(xhr, performance.now());
});
// Before the answer says that something changed. Advice on what is being written changes nothing.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { requestConfig, elt } = event.detail;
  if (requestConfig?.verb !== "get" && !elt?.matches?.("[data-quiet]")) answeredAt = performance.now();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (askedAt.get(event.detail.xhr) < answeredAt) {
    event.detail.shouldSwap = false;
    setTimeout(askAgain);
    return;
  }
  const { requestConfig, target, shouldSwap } = event.detail;
  answering = requestConfig?.elt?.closest?.("[data-editor], [data-draft]") ?? null;
  if (!shouldSwap) return;
  const lost = lostWith(target);
  if (lost.length && opensAnother(requestConfig, target)) {
    const begun = lost.find(dirty);
    if (!begun) return;
    event.detail.shouldSwap = false;
    enter(begun);
    document.dispatchEvent(new CustomEvent("announce", { detail: { text: "Save or cancel what you have begun here first." } }));
  } else if (lost.length) {
    const own = answering || !byOthers || requestConfig?.verb !== "get";
    if (!(own && carry(lost, target, event.detail.serverResponse))) refuse(event);
  } else if (answering && answering === target && holdsFocus(target)) closing = target.id;
});
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, shouldSwap } = event.detail;
  if (!shouldSwap || isShelf(target)) return;
  if (wouldLose(target)) refuse(event);
  else if (pressed || awaits(target)) {
    event.detail.shouldSwap = false;
    postponed = true;
  }
});
/** Between the press and the release of a button nothing may be replaced: the click would go to neither of the two. The
 * click of a finger comes a while after it has left. */
let pressed = false;
let leaving = null;
function letGo(wait) {
  clearTimeout(leaving);
  leaving = setTimeout(() => {
    pressed = false;
    catchUp();
  }, wait);
}
addEventListener(
  "pointerdown",
  () => {
    clearTimeout(leaving);
    pressed = true;
  },
  true,
);
addEventListener("pointerup", (event) => letGo(event.pointerType === "touch" ? 400 : 0), true);
for (const end of ["click", "pointercancel"]) addEventListener(end, () => pressed && letGo(0), true);
const isShelf = (region) => region.id === "toasts";
/** True while something in the region that a person has clicked waits for its answer, which would find no place. */
const awaits = (region) => [region, ...region.querySelectorAll(".htmx-request")].some((element) => element.matches(".htmx-request:not([data-poll], [data-quiet])"));

/* What a person has just saved is no clash for the same person's next step, in another editor or form of the same goal or
   entry. The answer names where its forms lead, and the version that they go on from. */

document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, requestConfig, successful } = event.detail;
  const places = (successful && xhr.getResponseHeader("Saved-Version")?.split(" ")) || [];
  const [version, read] = [places.pop(), requestConfig?.parameters?.version];
  if (!version || !read) return;
  const leads = (address) => places.some((place) => address.startsWith(place));
  for (const field of document.querySelectorAll("form [name=version]")) {
    if (field.value === read && leads(field.form.getAttribute("action"))) field.value = version;
  }
  for (const entry of document.querySelectorAll("[data-version][data-position]")) {
    if (entry.dataset.version === read && leads(entry.dataset.position)) entry.dataset.version = version;
  }
});

/* A person who leaves the page with unsaved words is asked. */

addEventListener("beforeunload", (event) => {
  if (editors().some(dirty) || drafts().length) event.preventDefault();
});
document.addEventListener("submit", (event) => {
  // A plain submit (without htmx) of the editor itself is no loss.
  event.target.closest?.("[data-editor], [data-draft]")?.querySelectorAll("input, textarea").forEach((control) => {
    if (!event.target.hasAttribute("hx-post")) control.defaultValue = control.value;
  });
});

/* A summary of errors takes focus when it arrives. */

const takeFocus = (within) => within.querySelector?.("[data-takes-focus]")?.focus();
document.addEventListener("htmx:afterSettle", (event) => takeFocus(event.target));
takeFocus(document);
if (editors().length === 1) enter(editors()[0]);
