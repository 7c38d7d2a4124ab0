/**
 * Linking on the chain map: drag a card onto another, or press l on a card. The lower goal serves the higher one; the
 * form asks why. The chooser that `l` opens is the way without a mouse.
 */

const cardOf = (element) => (document.querySelector("[data-links]") ? element?.closest?.("[data-chain] [data-goal]") : null);
const mayLink = (card) => Boolean(card.closest("[data-links]"));
const rankOf = (card) => [...document.querySelectorAll("[data-chain] .column")].indexOf(card.closest(".column"));
const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: { text } }));

/** Ask why the lower of two goals serves the higher one. */
function ask(child, parent) {
  const query = parent ? `?parent=${parent.id}&q=${parent.id}` : "";
  window.htmx.ajax("GET", `/g/${child.id}/parents/${query}`, { target: "#asked", swap: "innerHTML" });
}

function connect(one, other) {
  const [child, parent] = rankOf(one) > rankOf(other) ? [one, other] : [other, one];
  if (rankOf(one) === rankOf(other)) say(`${one.id} and ${other.id} stand on one level. A goal serves a goal of a higher level.`);
  else if (child.dataset.parents.split(" ").includes(parent.dataset.goal)) say(`${child.id} serves ${parent.id} already.`);
  else if (!mayLink(child)) say(`Linking ${child.id} takes another role. Ask a product owner.`);
  else ask(child, parent);
}

let dragged = null;
const unmark = () => document.querySelector(".card.is-aimed")?.classList.remove("is-aimed");

document.addEventListener("pointerdown", (event) => {
  const card = cardOf(event.target);
  if (card && event.pointerType === "mouse") card.draggable = true;
});
document.addEventListener("dragstart", (event) => {
  dragged = cardOf(event.target);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "link";
  event.dataTransfer.setData("text/plain", dragged.id);
  dragged.classList.add("is-dragged");
});
document.addEventListener("dragover", (event) => {
  const card = dragged && cardOf(event.target);
  unmark();
  if (!card || card === dragged) return;
  event.preventDefault(); // what cannot be linked is told when it is dropped
  event.dataTransfer.dropEffect = "link";
  card.classList.toggle("is-aimed", rankOf(card) !== rankOf(dragged));
});
document.addEventListener("drop", (event) => {
  const card = dragged && cardOf(event.target);
  if (!card || card === dragged) return;
  event.preventDefault();
  connect(dragged, card);
});
document.addEventListener("dragend", () => {
  unmark();
  dragged?.classList.remove("is-dragged");
  dragged?.removeAttribute("draggable");
  dragged = null;
});

document.addEventListener(
  "keydown",
  (event) => {
    const card = event.key === "l" && !event.ctrlKey && !event.metaKey && !event.altKey && cardOf(event.target);
    if (!card || !mayLink(card)) return;
    event.preventDefault();
    event.stopPropagation();
    ask(card);
  },
  true,
);
