/**
 * The features of a product goal are put in order by dragging, or by Alt + arrow up or down on one of them.
 * Without this module the editor of each says Up and Down.
 */

const featureOf = (element) => element?.closest?.("[data-feature]");
const siblings = (feature) => [...feature.parentElement.children];

function place(feature, values) {
  const list = feature.closest("[data-features]");
  window.htmx?.ajax("POST", feature.dataset.place, { target: `#${list.id}`, swap: "outerHTML", values: { read: feature.dataset.version, ...values } });
}

/* The keyboard: the focus stays with the feature that moved; htmx gives it back by id. */

document.addEventListener("keydown", (event) => {
  if (!event.altKey || !/^Arrow(Up|Down)$/.test(event.key) || event.target.closest("[data-editor]")) return;
  const feature = featureOf(event.target);
  if (!feature) return;
  event.preventDefault();
  place(feature, { move: event.key === "ArrowUp" ? "up" : "down" });
});

/* The mouse. */

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const feature = featureOf(event.target);
  if (!feature || event.pointerType !== "mouse") return;
  feature.draggable = !feature.closest("[data-features]").querySelector("[data-editor]") && siblings(feature).length > 1;
});

function unmark() {
  for (const feature of document.querySelectorAll("[data-feature].is-before, [data-feature].is-after")) feature.classList.remove("is-before", "is-after");
}

/** The feature of the same goal under the pointer, and whether the dragged one would come after it. */
function target(event) {
  const over = featureOf(event.target);
  if (!dragged || !over || over === dragged || over.parentElement !== dragged.parentElement) return null;
  const box = over.getBoundingClientRect();
  return { over, after: event.clientY > box.top + box.height / 2 };
}

document.addEventListener("dragstart", (event) => {
  const feature = event.target.closest?.("[data-feature][draggable=true]");
  if (!feature) return;
  dragged = feature;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", feature.querySelector(".inline-value")?.textContent ?? "");
  feature.classList.add("is-dragged");
});
document.addEventListener("dragover", (event) => {
  const found = target(event);
  if (!found) return;
  event.preventDefault();
  unmark();
  found.over.classList.add(found.after ? "is-after" : "is-before");
});
document.addEventListener("drop", (event) => {
  const found = target(event);
  if (!found) return;
  event.preventDefault();
  const others = siblings(dragged).filter((other) => other !== dragged);
  const index = others.indexOf(found.over) + (found.after ? 1 : 0);
  place(dragged, { before: others[index]?.dataset.feature ?? "" });
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged?.removeAttribute("draggable");
  dragged = null;
  unmark();
});
