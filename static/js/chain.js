/**
 * The chain page: lines between the cards, the line of the goal under the pointer or the focus, and the arrow keys.
 * Selecting for good is a link (?goal=BIKE-7) that works without this module.
 */

const chain = () => document.querySelector("[data-chain]");
const cards = () => [...(chain()?.querySelectorAll("[data-goal]") ?? [])];
const number = (card) => card.dataset.goal;
const parentsOf = (card) => card.dataset.parents.split(" ").filter(Boolean);
const byNumber = () => new Map(cards().map((card) => [number(card), card]));

/* Lines: from the edge of a parent to the edge of a child, across the columns or down the rows. */

const inRows = () => chain().classList.contains("is-rows");

function curve(from, to, box) {
  const [left, top] = [box.left, box.top];
  if (inRows()) {
    const [x, y, u, v] = [from.left + from.width / 2 - left, from.bottom - top, to.left + to.width / 2 - left, to.top - top];
    const middle = (y + v) / 2;
    return `M${x} ${y}C${x} ${middle} ${u} ${middle} ${u} ${v}`;
  }
  const [x, y, u, v] = [from.right - left, from.top + from.height / 2 - top, to.left - left, to.top + to.height / 2 - top];
  const middle = (x + u) / 2;
  return `M${x} ${y}C${middle} ${y} ${middle} ${v} ${u} ${v}`;
}

/**
 * Long columns stand at the top, and a line through them would be torn apart: bring what is on the selected goal's line
 * to the height where the fullest column has it, as far as the others have room.
 */
function align() {
  const bodies = [...chain().querySelectorAll(".column-body")];
  for (const body of bodies) body.style.paddingTop = "";
  const selected = chain().dataset.selected;
  if (!selected || inRows() || !chain().classList.contains("is-tall")) return;
  const line = lineOf(selected);
  const end = (part) => part.offsetTop + part.offsetHeight;
  const columns = bodies.flatMap((body) => {
    const lit = [...body.querySelectorAll("[data-goal]")].filter((card) => line.has(number(card)));
    if (!lit.length) return [];
    return [{ body, middle: (lit[0].offsetTop + end(lit.at(-1))) / 2, room: Math.max(0, end(body) - end(body.lastElementChild)) }];
  });
  const fullest = columns.reduce((one, other) => (other.room < one.room ? other : one), columns[0]);
  for (const { body, middle, room } of columns) {
    body.style.paddingTop = `${Math.min(room, Math.max(0, fullest.middle - middle))}px`;
  }
}

function draw() {
  const svg = chain()?.querySelector("svg.lines");
  if (!svg) return;
  align();
  const box = chain().getBoundingClientRect();
  // However far the map is zoomed, what is measured on the screen is drawn on the screen.
  svg.setAttribute("viewBox", `0 0 ${box.width || 1} ${box.height || 1}`);
  const all = byNumber();
  const columns = new Map([...chain().querySelectorAll(".column")].map((column, at) => [column, at]));
  const places = new Map([...all].map(([of, card]) => [of, [card.getBoundingClientRect(), columns.get(card.closest(".column"))]]));
  const paths = [];
  for (const [child, [to, rank]] of places) {
    for (const parent of parentsOf(all.get(child))) {
      if (!places.has(parent)) continue;
      const [from, above] = places.get(parent);
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", curve(from, to, box));
      path.dataset.edge = `${child} ${parent}`;
      path.classList.toggle("is-long", rank - above > 1);
      paths.push(path);
    }
  }
  svg.replaceChildren(...paths);
  light(chain().dataset.selected);
  chain().classList.add("is-drawn");
}

/** The numbers of everything above and below a goal, itself included. */
function lineOf(start) {
  const all = byNumber();
  const children = new Map();
  for (const card of all.values()) {
    for (const parent of parentsOf(card)) children.set(parent, [...(children.get(parent) ?? []), number(card)]);
  }
  const found = new Set([start]);
  const walk = (from, next) => {
    for (const other of next(from)) {
      if (all.has(other) && !found.has(other)) {
        found.add(other);
        walk(other, next);
      }
    }
  };
  walk(start, (at) => (all.has(at) ? parentsOf(all.get(at)) : []));
  walk(start, (at) => children.get(at) ?? []);
  return found;
}

/** Light the line of a goal, let the rest recede; with none, all cards stand equal. */
function light(start) {
  const lit = start && byNumber().has(start) ? lineOf(start) : null;
  for (const card of cards()) {
    card.classList.toggle("is-lit", Boolean(lit?.has(number(card))) && number(card) !== start);
    card.classList.toggle("is-selected", Boolean(lit) && number(card) === start);
    card.classList.toggle("is-receded", Boolean(lit) && !lit.has(number(card)));
  }
  const paths = [...chain().querySelectorAll("svg.lines path")];
  for (const path of paths) {
    const on = lit && path.dataset.edge.split(" ").every((end) => lit.has(end));
    path.classList.toggle("is-lit", Boolean(on));
    path.classList.toggle("is-receded", Boolean(lit) && !on);
  }
  paths.filter((path) => path.classList.contains("is-lit")).forEach((path) => path.parentElement.append(path));
}

/* Under the pointer or the focus a line shows; it goes when they go, and the selected one comes back. */

for (const name of ["pointerover", "focusin"]) {
  document.addEventListener(name, (event) => {
    const card = event.target.closest?.("[data-chain] [data-goal]");
    if (card && event.pointerType !== "touch") light(number(card));
  });
}
for (const name of ["pointerout", "focusout"]) {
  document.addEventListener(name, (event) => {
    if (event.target.closest?.("[data-chain] [data-goal]") && !event.relatedTarget?.closest?.("[data-chain] [data-goal]")) {
      light(chain().dataset.selected);
    }
  });
}

/* Selecting for good: the address says it, Back takes it back, the sentence is told. */

function select(selected) {
  const address = new URL(location.href);
  if (selected) address.searchParams.set("goal", `${chain().dataset.product}-${selected}`);
  else address.searchParams.delete("goal");
  history.pushState({ chain: true }, "", address);
  follow();
}

/** Show what the address selects. */
function follow() {
  const before = chain().dataset.selected;
  const [product, selected] = new URL(location.href).searchParams.get("goal")?.split("-") ?? [];
  if (selected && product === chain().dataset.product) chain().dataset.selected = selected;
  else delete chain().dataset.selected;
  if (chain().dataset.selected === before) return;
  carry();
  staying(byNumber().get(chain().dataset.selected ?? before), draw);
  refreshFrom(new URL(location.href));
}

/** Let the links of the map, its drawings and its filters keep the selection that the address says. */
function carry() {
  const key = new URL(location.href).searchParams.get("goal");
  const path = chain().dataset.chain;
  for (const link of document.querySelectorAll("main a[href]:not([data-select], [data-unselect])")) {
    const address = new URL(link.href);
    if (address.pathname !== path && !address.pathname.startsWith(`${path}map.`)) continue;
    if (key) address.searchParams.set("goal", key);
    else address.searchParams.delete("goal");
    link.href = address.pathname + address.search;
  }
  const filters = document.getElementById("map-filters");
  filters?.querySelector("[name=goal]")?.remove();
  if (filters && key) filters.append(Object.assign(document.createElement("input"), { type: "hidden", name: "goal", value: key }));
}

/** What an address asks of the map beside the selection. */
function rest(address) {
  const words = new URL(address, location.href).searchParams;
  words.delete("goal");
  words.sort();
  return String(words);
}

/** Show what the address asks for, after a step through the history away from `shown`. */
function arrive(shown) {
  if (shown && rest(shown) !== rest(location.href)) location.reload();
  else follow();
}

/* What htmx put into the history (folded, narrowed) it brings back itself; a longer way back may pass over it. */
addEventListener("popstate", (event) => {
  if (chain() && !event.state?.htmx) arrive(document.querySelector("[data-chain-refresh]")?.getAttribute("hx-get"));
});

/** Do what moves cards, and keep this one where it is on the screen. */
function staying(card, move) {
  const top = card?.getBoundingClientRect().top;
  move();
  card?.closest("[data-map]")?.scrollBy(0, card.getBoundingClientRect().top - top);
}

/** Take the page's refreshes from this address; now, too: its sentence, and its line where the map shows a part only. */
function refreshFrom(address) {
  const [refresh, place] = [document.querySelector("[data-chain-refresh]"), address.pathname + address.search];
  if (refresh) {
    refresh.setAttribute("hx-get", place);
    window.htmx.process(refresh);
  }
  if (refresh && chain().hasAttribute("data-part")) window.htmx.trigger(refresh, "refresh");
  // Where the answer goes is looked up when its turn comes: the one before it replaces the place.
  else window.htmx.ajax("GET", place, { source: "#line-asks" });
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest?.("[data-select], [data-unselect]");
  if (!link || !chain()) return;
  event.preventDefault();
  const card = link.closest("[data-goal]");
  const former = byNumber().get(chain().dataset.selected);
  select(card && number(card) !== chain().dataset.selected ? number(card) : undefined);
  // "Show all" goes with the sentence, the focus to the goal that it was about.
  if (!card) heading(former)?.focus({ preventScroll: true });
});

/* The arrows: left to what a goal serves, right to what serves it, up and down along its level; in rows, turned. */

const heading = (card) => card?.querySelector(".card-title a");

const TURNED = { ArrowLeft: "ArrowUp", ArrowUp: "ArrowLeft", ArrowRight: "ArrowDown", ArrowDown: "ArrowRight" };

function neighbour(card, pressed) {
  const all = byNumber();
  const key = inRows() ? TURNED[pressed] : pressed;
  if (key === "ArrowLeft") return parentsOf(card).map((parent) => all.get(parent)).find(Boolean);
  if (key === "ArrowRight") return cards().find((other) => parentsOf(other).includes(number(card)));
  const column = [...card.closest(".column").querySelectorAll("[data-goal]")];
  return column[column.indexOf(card) + (key === "ArrowDown" ? 1 : -1)];
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !chain()?.dataset.selected) return;
  if (!event.target.closest?.("input, textarea, select, dialog")) select();
});

document.addEventListener("keydown", (event) => {
  if (!chain() || !event.altKey || !/^Arrow(Up|Down)$/.test(event.key)) return;
  const card = event.target.closest?.("[data-chain] [data-goal]");
  const mover = document.querySelector(event.key === "ArrowUp" ? "[data-move=up]" : "[data-move=down]");
  if (!card || number(card) !== chain().dataset.selected || !mover) return;
  event.preventDefault();
  mover.form.requestSubmit(mover);
});

document.addEventListener("keydown", (event) => {
  if (!chain() || !event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest?.("input, textarea, select, dialog, [data-map]:focus, summary")) return;
  const here = event.target.closest?.("[data-chain] [data-goal]");
  const start = byNumber().get(chain().dataset.selected) ?? cards()[0];
  const next = here ? neighbour(here, event.key) : start;
  if (!next) return;
  event.preventDefault();
  heading(next).focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
});

/** Bring a card to the middle of the map; the page stays where it is. */
function centre(card) {
  const map = card?.closest("[data-map]");
  if (!map) return;
  const view = map.getBoundingClientRect();
  const own = card.getBoundingClientRect();
  // Along each axis the whole line where it fits, else the goal that it is about.
  const line = [card, ...chain().querySelectorAll("[data-goal].is-lit")].map((part) => part.getBoundingClientRect());
  const middle = (start, end, size) => {
    const [from, to] = [Math.min(...line.map((part) => part[start])), Math.max(...line.map((part) => part[end]))];
    return (to - from <= view[size] ? from + to : own[start] + own[end]) / 2 - view[start] - view[size] / 2;
  };
  map.scrollBy(middle("left", "right", "width"), middle("top", "bottom", "height"));
}

/* Cards move when the window does, when fonts arrive and when somebody changes the chain. */

new ResizeObserver(draw).observe(document.documentElement);
document.addEventListener("htmx:load", draw);
document.addEventListener("htmx:oobAfterSwap", draw);
document.addEventListener("zoomed", draw);
document.fonts?.ready.then(draw);
if (chain()) {
  new ResizeObserver(draw).observe(chain());
  draw();
  const selected = byNumber().get(chain().dataset.selected);
  centre(selected);
  // On a phone the sentence fills the screen: the goal whose line was asked for comes up from below it.
  if (selected?.getBoundingClientRect().bottom > innerHeight) selected.closest("[data-map]")?.scrollIntoView({ block: "end" });
  // A step through the history while the page was loading was heard by nobody.
  arrive(performance.getEntriesByType("navigation")[0]?.name);
}
