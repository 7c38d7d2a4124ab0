/**
 * What a goal says in full, beside its card, while the pointer rests on the card or the keyboard is on it. The pointer
 * may go over to it; Escape puts it away (WCAG 1.4.13).
 */

const WAIT = 450;
const cardOf = (element) => element?.closest?.("[data-chain] [data-goal]");
let clock = null;
let open = null; // the card whose peek is shown or on its way
let keyboard = false;

addEventListener("keydown", () => (keyboard = true), true);
addEventListener("pointerdown", () => (keyboard = false), true);

function put() {
  document.getElementById("peek")?.remove();
  open?.querySelector("h3 a")?.removeAttribute("aria-describedby");
  clearTimeout(clock);
  open = null;
}

/** Beside the card, where there is room: to its right, else to its left, else under it. */
function place(peek, card) {
  const [box, own] = [card.getBoundingClientRect(), peek.getBoundingClientRect()];
  const right = box.right + 8 + own.width <= innerWidth - 8;
  const left = box.left - 8 - own.width;
  const beside = right || left >= 8;
  peek.style.left = `${right ? box.right + 8 : Math.max(8, left >= 8 ? left : Math.min(box.left, innerWidth - own.width - 8))}px`;
  peek.style.top = `${Math.max(8, Math.min(beside ? box.top : box.bottom + 8, innerHeight - own.height - 8))}px`;
}

async function show(card) {
  const answer = await fetch(`/g/${card.id}/preview/`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || open !== card || !card.isConnected) return;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("peek");
  if (!found || open !== card) return;
  document.getElementById("peek")?.remove();
  document.body.append(found);
  card.querySelector("h3 a")?.setAttribute("aria-describedby", "peek");
  place(found, card);
}

function begin(card, wait) {
  if (card === open) return clearTimeout(clock);
  put();
  open = card;
  clock = setTimeout(() => show(card), wait);
}

const past = () => new URLSearchParams(location.search).has("as_of");
document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse" || event.buttons || past()) return;
  const card = cardOf(event.target);
  if (card) begin(card, WAIT);
  else if (event.target.closest?.("#peek")) clearTimeout(clock);
  else if (open) {
    clearTimeout(clock);
    clock = setTimeout(put, 200);
  }
});
document.addEventListener("focusin", (event) => {
  const card = cardOf(event.target);
  if (card && keyboard && !past()) begin(card, WAIT);
  else if (!card) put();
});
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !document.getElementById("peek")) return;
    event.preventDefault();
    event.stopPropagation();
    put();
  },
  true,
);
for (const gone of ["dragstart", "click"]) document.addEventListener(gone, put);
document.addEventListener("scroll", () => document.getElementById("peek") && put(), true);
document.addEventListener("htmx:beforeSwap", (event) => event.detail.target.id === "chain-page" && put());
document.addEventListener("htmx:oobBeforeSwap", (event) => event.detail.target.id === "chain" && put());
