/**
 * The roadmap: cards of Now / Next / Later are moved by dragging or by the keyboard, and its screens have keys.
 * Without this module the choice on each card moves it.
 */

const cardOf = (element) => element?.closest?.(".now-card[data-goal]");
const cards = (lane) => [...lane.children].filter((child) => child.matches("[data-goal]"));
const said = (text) => {
  const place = document.getElementById("roadmap-said");
  if (place) place.textContent = text;
};

/** Tell the server where a card stands now: its column, and the card that it stands before. */
function settle(card, from) {
  const lane = card.closest("[data-lane]");
  const form = card.querySelector("form");
  const others = cards(lane);
  const next = others[others.indexOf(card) + 1];
  // A card that only changes its place among the others keeps leaving its column to its dates.
  const horizon = lane.dataset.lane === from ? form.querySelector("select").value : lane.dataset.lane;
  const values = { horizon, before: next?.dataset.keyOf ?? "", version: card.dataset.version };
  window.htmx?.ajax("POST", form.getAttribute("action"), { source: form, swap: "none", values });
}

/* The keyboard: take a card by its handle, move it with the arrows, set it down. */

let taken = null;

function take(card) {
  taken = { card, lane: card.parentElement, next: card.nextElementSibling, moving: false };
  card.classList.add("is-grabbed");
  card.dataset.editor = ""; // no refresh replaces it meanwhile: see editing.js
  const title = card.querySelector(".card-title").textContent;
  said(`${title}: taken. Arrows move it, Enter sets it down, Escape puts it back.`);
}

function release({ back = false } = {}) {
  if (!taken) return;
  const { card, lane, next } = taken;
  taken = null;
  card.classList.remove("is-grabbed");
  delete card.dataset.editor;
  const moved = card.parentElement !== lane || card.nextElementSibling !== next;
  if (back) {
    lane.insertBefore(card, next);
    said("Put back.");
  } else if (moved) {
    settle(card, lane.dataset.lane);
  } else {
    said("Set down where it was.");
  }
}

function step(key) {
  const { card } = taken;
  const lane = card.parentElement;
  const lanes = [...card.closest(".now-lanes").querySelectorAll("[data-lane]")];
  const index = cards(lane).indexOf(card);
  const handle = card.querySelector("[data-grab]");
  taken.moving = true;
  if (key === "ArrowUp") card.previousElementSibling?.before(card);
  else if (key === "ArrowDown") card.nextElementSibling?.after(card);
  else {
    const there = lanes[lanes.indexOf(lane) + (key === "ArrowRight" ? 1 : -1)];
    there?.insertBefore(card, cards(there)[index] ?? null);
  }
  handle.focus();
  taken.moving = false;
  card.scrollIntoView({ block: "nearest" });
  const now = card.parentElement;
  said(`${now.dataset.laneLabel}, ${cards(now).indexOf(card) + 1} of ${cards(now).length}`);
}

document.addEventListener("click", (event) => {
  const handle = event.target.closest("[data-grab]");
  if (!handle) return;
  if (taken) release();
  else take(cardOf(handle));
});
document.addEventListener(
  "keydown",
  (event) => {
    if (!taken) return;
    if (/^Arrow(Up|Down|Left|Right)$/.test(event.key)) step(event.key);
    else if (event.key === "Escape") {
      const handle = taken.card.querySelector("[data-grab]");
      release({ back: true });
      handle.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
document.addEventListener("focusout", (event) => {
  if (taken && !taken.moving && taken.card.contains(event.target) && !taken.card.contains(event.relatedTarget)) release({ back: true });
});

/* The mouse. */

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const card = cardOf(event.target);
  if (!card || event.pointerType !== "mouse") return;
  card.draggable = !taken && !event.target.closest("select, option");
});

function unmark() {
  for (const marked of document.querySelectorAll(".now-card.is-before, .now-card.is-after, .now-cards.is-over")) marked.classList.remove("is-before", "is-after", "is-over");
}

/** The column under the pointer, and the card that the dragged one would come before; null for none. */
function target(event) {
  const lane = dragged && (event.target.closest("[data-lane]") ?? event.target.closest(".now-lane")?.querySelector("[data-lane]"));
  if (!lane) return null;
  const others = cards(lane).filter((other) => other !== dragged);
  const next = others.find((other) => {
    const box = other.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  return { lane, next: next ?? null, last: others.at(-1) };
}

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.(".now-card[draggable=true]");
  if (!card) return;
  dragged = card;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.querySelector(".card-title").textContent);
  card.classList.add("is-dragged");
});
document.addEventListener("dragover", (event) => {
  const place = target(event);
  if (!place) return;
  event.preventDefault();
  unmark();
  if (place.next) place.next.classList.add("is-before");
  else if (place.last) place.last.classList.add("is-after");
  else place.lane.classList.add("is-over");
});
document.addEventListener("drop", (event) => {
  const place = target(event);
  if (!place) return;
  event.preventDefault();
  const from = dragged.parentElement;
  const before = dragged.nextElementSibling;
  place.lane.insertBefore(dragged, place.next);
  if (dragged.parentElement !== from || dragged.nextElementSibling !== before) settle(dragged, from.dataset.lane);
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged?.removeAttribute("draggable");
  dragged = null;
  unmark();
});

/* The screens: arrows go from view to view, f fills the screen, Escape leaves. */

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-full-screen]")) return;
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
});
document.addEventListener("keydown", (event) => {
  const screen = document.querySelector('[data-screen="present"]');
  if (!screen || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && !document.fullscreenElement) screen.querySelector("[data-leave]")?.click();
  if (!/^Arrow(Left|Right)$/.test(event.key) || event.target.closest(".go-scroll, [data-timeline]")) return;
  const views = [...screen.querySelectorAll("nav [data-key][href]")];
  const here = views.findIndex((view) => view.hasAttribute("aria-current"));
  views[here + (event.key === "ArrowRight" ? 1 : -1)]?.click();
});
