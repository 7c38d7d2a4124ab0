/**
 * The vision board: entries and goals are put in order by dragging or by Alt + arrow up or down.
 * Without this module the menu of each says Move up and Move down.
 */

const entryOf = (element) => element?.closest?.("[data-entry]");
const sortable = (entry) => entry.parentElement.closest("[data-sortable]");
const siblings = (entry) => [...entry.parentElement.children].filter((other) => other.matches("[data-entry]"));

/* The keyboard: the focus stays with the entry that moved. */

let moved = null;

document.addEventListener("keydown", (event) => {
  if (!event.altKey || !/^Arrow(Up|Down)$/.test(event.key) || event.target.closest("[data-editor], [data-draft]")) return;
  const entry = entryOf(event.target);
  const form = entry?.querySelector(`:scope > .board-menu [data-move="${event.key === "ArrowUp" ? "up" : "down"}"]`);
  if (!form) return;
  event.preventDefault();
  moved = { entry: entry.id, focus: event.target.id };
  form.requestSubmit();
});

document.addEventListener("htmx:afterSettle", () => {
  if (!moved) return;
  const { entry, focus } = moved;
  const place = document.getElementById(entry);
  if (!place) return;
  moved = null;
  (document.getElementById(focus) ?? place.querySelector("a[href], summary"))?.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
});

/* The mouse. An entry can be dragged unless something in it is being edited. */

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const entry = entryOf(event.target);
  if (!entry || event.pointerType !== "mouse") return;
  const free = !entry.querySelector("[data-editor]") && !event.target.closest("input, textarea, select, summary, .menu-sheet");
  entry.draggable = Boolean(free && sortable(entry) && siblings(entry).length > 1);
});

function unmark() {
  for (const entry of document.querySelectorAll(".is-before, .is-after")) entry.classList.remove("is-before", "is-after");
}

/** The sibling over which the pointer is, and whether the dragged entry would come after it. */
function target(event) {
  const over = entryOf(event.target);
  const found = dragged && siblings(dragged).find((other) => other === over || other.contains(over));
  if (!found || found === dragged) return null;
  const box = found.getBoundingClientRect();
  return { entry: found, after: event.clientY > box.top + box.height / 2 };
}

document.addEventListener("dragstart", (event) => {
  const entry = event.target.closest?.("[data-entry][draggable=true]");
  if (!entry) return;
  dragged = entry;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", entry.querySelector(".inline-value")?.textContent ?? "");
  entry.classList.add("is-dragged");
});

document.addEventListener("dragover", (event) => {
  const place = target(event);
  if (!place) return;
  event.preventDefault();
  unmark();
  place.entry.classList.add(place.after ? "is-after" : "is-before");
});

document.addEventListener("drop", (event) => {
  const place = target(event);
  if (!place) return;
  event.preventDefault();
  const others = siblings(dragged).filter((other) => other !== dragged);
  const index = others.indexOf(place.entry) + (place.after ? 1 : 0);
  const { position, version, region } = dragged.dataset;
  const values = { before: others[index]?.dataset.entry ?? "", version };
  window.htmx?.ajax("POST", position, { target: region, swap: "outerHTML", values });
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged?.removeAttribute("draggable");
  dragged = null;
  unmark();
});

/* A menu that is open stays so when its list is refreshed; htmx gives the focus back by id. */

const opened = new Set();

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (!event.detail.shouldSwap) return;
  for (const summary of event.detail.target.querySelectorAll?.(".board-menu[open] > summary") ?? []) opened.add(summary.id);
});
document.addEventListener("htmx:oobAfterSwap", () => {
  for (const id of opened) document.getElementById(id)?.parentElement.setAttribute("open", "");
  opened.clear();
});

/* The choice of a need that somebody has made stays when others change the board. */

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target.id === "add-user-needs" && event.detail.target.querySelector("select")?.value) event.detail.shouldSwap = false;
});
