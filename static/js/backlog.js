/**
 * The backlog: items are put in order by dragging, or by keyboard: Space on the grip picks a row up, the arrows move it,
 * Home brings it to the top and End to the end of what is shown, Space puts it down, Escape puts it back.
 * Without this module each row has "Top", and the page of an item moves it to any place.
 */

const rowOf = (element) => element?.closest?.(".backlog > [data-item]");
const rowsOf = (row) => [...row.parentElement.children].filter((other) => other.matches("[data-item]"));
const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: { text } }));
const named = (row) => row.querySelector(".rows-title").textContent;

/* One move after the other: whoever is quick goes on from the version that the former move made. */
let sending = Promise.resolve();

/** Tell the server beside which item the row stands now. */
function send(row, values) {
  const { item } = row.dataset;
  const address = `${row.parentElement.dataset.backlog}${item}/position/`;
  const move = () => {
    const { version } = (document.getElementById(row.id) ?? row).dataset;
    return window.htmx?.ajax("POST", address, { target: document.body, swap: "none", values: { ...values, version } });
  };
  sending = sending.then(move, move);
}

document.addEventListener("htmx:afterRequest", (event) => {
  const [item, version] = event.detail.xhr?.getResponseHeader("Item-Version")?.split(" ") ?? [];
  const row = version && document.getElementById(`item-${item}`);
  if (!row) return;
  row.dataset.version = version;
  for (const button of row.querySelectorAll("[name=version]")) button.value = version;
});

function placeOf(row) {
  const all = rowsOf(row);
  const next = all[all.indexOf(row) + 1];
  return next ? { before: next.dataset.item } : { after: all.at(-2)?.dataset.item };
}

/* The keyboard. A row that is picked up counts as being edited: no refresh takes it out of the hand. */

let grabbed = null;

function pickUp(row, grip) {
  const all = rowsOf(row);
  grabbed = { row, grip, next: row.nextElementSibling, from: all.indexOf(row) };
  grip.setAttribute("aria-pressed", "true");
  row.classList.add("is-grabbed");
  row.setAttribute("data-draft", "");
  row.setAttribute("data-dirty", "");
  say(`${named(row)} picked up. Place ${grabbed.from + 1} of ${all.length} shown.`);
}

function putDown(back) {
  const { row, grip, next, from } = grabbed;
  if (back) row.parentElement.insertBefore(row, next);
  grabbed = null;
  grip.removeAttribute("aria-pressed");
  row.classList.remove("is-grabbed");
  row.removeAttribute("data-draft");
  row.removeAttribute("data-dirty");
  grip.focus({ preventScroll: true });
  const now = rowsOf(row).indexOf(row);
  if (back) say(`${named(row)} is where it was.`);
  else if (now !== from) send(row, placeOf(row));
  else say(`${named(row)} stays where it was.`);
}

function step(key) {
  const { row, grip } = grabbed;
  const all = rowsOf(row);
  const at = all.indexOf(row);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[key];
  if (to < 0 || to >= all.length || to === at) return;
  row.parentElement.insertBefore(row, to > at ? all[to].nextElementSibling : all[to]);
  grip.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  say(`Place ${to + 1} of ${all.length} shown.`);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (grabbed && !grabbed.row.isConnected) grabbed = null;
  const grip = event.target.closest?.("[data-grab]");
  if (grabbed && /^(Arrow(Up|Down)|Home|End)$/.test(event.key)) {
    event.preventDefault();
    step(event.key);
  } else if (grabbed && event.key === "Escape") {
    event.preventDefault();
    putDown(true);
  } else if (grip && (event.key === " " || event.key === "Enter")) {
    event.preventDefault();
    if (grabbed) putDown(false);
    else pickUp(rowOf(grip), grip);
  }
});
/* Whoever goes elsewhere with a row in the hand puts it back. Moving the row itself takes the focus for a moment. */
document.addEventListener("focusin", (event) => {
  if (grabbed && event.target !== grabbed.grip) putDown(true);
});
/* A screen reader's click on the grip does what Space does. */
document.addEventListener("click", (event) => {
  const grip = event.target.closest?.("[data-grab]");
  if (!grip || event.detail) return;
  if (grabbed) putDown(false);
  else pickUp(rowOf(grip), grip);
});

/* The mouse. A row can be dragged unless something on the page is being edited in it. */

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const row = rowOf(event.target);
  if (!row || event.pointerType !== "mouse" || !row.parentElement.dataset.backlog) return;
  row.draggable = row.matches(".is-sortable") && !row.matches("[data-editor]") && !event.target.closest("input, textarea, select");
});

function unmark() {
  for (const row of document.querySelectorAll(".item:is(.is-before, .is-after)")) row.classList.remove("is-before", "is-after");
}

/** The row over which the pointer is, and whether the dragged one would come after it. */
function target(event) {
  const row = rowOf(event.target);
  if (!dragged || !row || row === dragged || row.parentElement !== dragged.parentElement) return null;
  const box = row.getBoundingClientRect();
  return { row, after: event.clientY > box.top + box.height / 2 };
}

document.addEventListener("dragstart", (event) => {
  const row = rowOf(event.target);
  if (!row?.draggable) return;
  dragged = row;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", named(row));
  row.classList.add("is-dragged");
});

document.addEventListener("dragover", (event) => {
  const place = target(event);
  if (!place) return;
  event.preventDefault();
  unmark();
  place.row.classList.add(place.after ? "is-after" : "is-before");
});

document.addEventListener("drop", (event) => {
  const place = target(event);
  if (!place) return;
  event.preventDefault();
  const values = place.after ? { after: place.row.dataset.item } : { before: place.row.dataset.item };
  place.row[place.after ? "after" : "before"](dragged);
  send(dragged, values);
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged?.removeAttribute("draggable");
  dragged = null;
  unmark();
});
