/**
 * The timeline: bars and flags are moved with the pointer (both ends of a bar, too) and with the arrow keys; a flag is
 * the end of its release, whose start stays. What a move touches is asked of the server, which writes nothing yet; saving is a form (#reschedule). Without this module every
 * bar is a link to that form.
 */

const DAY = 86_400_000;
const GRIP = 9;
const timeline = () => document.querySelector("[data-timeline]");
const scroller = () => document.getElementById("timeline-scroll");
const place = () => document.getElementById("reschedule");
const perDay = () => Number(timeline().dataset.perDay);
const movable = (element) => element?.closest?.("[data-moves]");

/* Days are counted in UTC, where every day has 24 hours. */

const stamp = (iso) => Date.parse(`${iso}T00:00:00Z`);
const isoOf = (time) => new Date(Math.min(Math.max(time, stamp("1000-01-01")), stamp("9999-12-31"))).toISOString().slice(0, 10);
const later = (iso, days) => iso && isoOf(stamp(iso) + days * DAY);
const daysBetween = (from, to) => Math.round((stamp(to) - stamp(from)) / DAY);
const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const said = (iso) => words.format(stamp(iso));

/** How many days it is to the same day some months on, or to the last day of a shorter month. */
function monthStep(iso, months) {
  const from = new Date(stamp(iso));
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0));
  to.setUTCDate(Math.min(from.getUTCDate(), to.getUTCDate()));
  return Math.round((to - from) / DAY);
}

/* A move under way: which goal, its new days, how it began. */

let move = null;
const bar = () => move && document.getElementById(move.id);

function begin(element, how) {
  if (move?.id !== element.id) putBack();
  const { moves: key, starts, ends, version } = element.dataset;
  move ??= { id: element.id, key, from: { starts, ends }, starts, ends, version, how };
  move.how = how;
  scroller().classList.add("is-moving");
  return move;
}

/** Move by so many days: the whole goal, or one end of it, which stays on its side of the other. */
function shift(days, part, base) {
  const { starts, ends } = base;
  move.starts = part === "ends" ? starts : later(starts, days) || "";
  move.ends = part === "starts" ? ends : later(ends, days) || "";
  if (part === "starts" && ends && move.starts > ends) move.starts = ends;
  if (part === "ends" && starts && move.ends < starts) move.ends = starts;
  show();
}

const isMoved = () => move.starts !== move.from.starts || move.ends !== move.from.ends;
const daysSaid = () => [move.starts, move.ends].filter(Boolean).map(said).join(" to ");

function distance() {
  const first = move.from.starts ? daysBetween(move.from.starts, move.starts) : 0;
  const last = move.from.ends ? daysBetween(move.from.ends, move.ends) : 0;
  const say = (days) => `${Math.abs(days)} day${Math.abs(days) === 1 ? "" : "s"} ${days > 0 ? "later" : "earlier"}`;
  if (!first && !last) return "as it was";
  if (first === last || !move.from.starts || !move.from.ends) return say(last || first);
  return last ? `ends ${say(last)}` : `begins ${say(first)}`;
}

/** Draw the bar, or the flag, at the days of the move. */
function show() {
  const element = bar();
  if (!element) return;
  const first = move.from.starts ? daysBetween(move.from.starts, move.starts) : 0;
  const last = move.from.ends ? daysBetween(move.from.ends, move.ends) : first;
  element.setAttribute("data-moved", `${daysSaid()} · ${distance()}`);
  if (element.matches(".timeline-flag")) {
    element.setAttribute("transform", `translate(${(move.from.ends ? last : first) * perDay()} 0)`);
    return;
  }
  const [before, size] = [element.previousElementSibling, element.querySelector(":scope > svg")];
  // As the server wrote them: what an SVG length holds is less exact, and the bar would come back beside its place.
  move.drawn ??= { x: Number(before.getAttribute("width")), width: Number(size.getAttribute("width")) };
  const begins = move.from.starts ? first : last;
  before.setAttribute("width", Math.max(move.drawn.x + begins * perDay(), 0));
  size.setAttribute("width", Math.max(move.drawn.width + (last - begins) * perDay(), 3));
}

/** Put back what was moved and not saved, and close what was said of it. */
function putBack({ focus = false } = {}) {
  const element = bar();
  clearTimeout(clock);
  if (move && element) {
    Object.assign(move, move.from);
    show();
    element.removeAttribute("data-moved");
  }
  move = null;
  scroller()?.classList.remove("is-moving");
  if (place()?.querySelector("[data-reschedule]")) place().replaceChildren();
  if (focus) element?.focus();
}

/* Asking what it touches. */

let clock = null;

function ask(wait) {
  clearTimeout(clock);
  const { key, starts, ends, version } = move;
  const query = new URLSearchParams({ starts_on: starts, ends_on: ends, version, moved: "1", from: "timeline" });
  clock = setTimeout(() => open(`/g/${key}/dates/?${query}`), wait);
}

function open(address) {
  window.htmx.ajax("GET", address, { source: "#reschedule-asks", target: "#reschedule", swap: "innerHTML" });
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== place()) return;
  const form = place().querySelector("[data-reschedule]");
  if (!form) {
    move = null; // saved
    scroller()?.classList.remove("is-moving");
    setTimeout(goOn, 1_000); // if the timeline is not drawn anew: nothing was to be changed
    return;
  }
  [saving, pressed] = ["", []]; // refused, or another goal's
  form.scrollIntoView({ block: "nearest" });
});

/** The form of the days where the bar stands now; none while the answer is on its way, or is one to a former step. */
function formOfMove() {
  const form = place()?.querySelector("[data-reschedule]");
  const days = form && new FormData(form);
  return days?.get("starts_on") === move.starts && days.get("ends_on") === move.ends ? form : null;
}

/** Save what touches nothing else; else lead to the button that does. */
function save(form) {
  if (form.matches("[data-clear]")) {
    clearTimeout(clock);
    move.how = "saved";
    saving = move.id;
    form.requestSubmit();
  } else form.querySelector("button.is-main")?.focus();
}

/* A drop that touches nothing else is saved at once, and Enter that came before the answer is heard now. Only a settled
   form is sent by htmx; before that, sending it would load the whole page and lose where one looks. */
document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.detail.target === place() && move && formOfMove();
  if (!form || (move.how === "drag" && !form.matches("[data-clear]"))) return;
  if (move.how === "drag" || move.how === "entered") save(form);
});

/* From the save until the timeline is drawn anew the bar is that of yesterday: what is pressed on it meanwhile waits. */

let saving = "";
let pressed = [];

/* What was still asked of the move that is being saved would take the place of the form that waits for its answer. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, requestConfig } = event.detail;
  const isAsked = target === place() && requestConfig?.verb === "get" && requestConfig.path.includes("moved=1");
  if (saving && isAsked) event.detail.shouldSwap = false;
});

function goOn() {
  const [element, keys] = [document.getElementById(saving), pressed];
  [saving, pressed] = ["", []];
  for (const key of keys) element?.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true }));
}
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => ([saving, pressed] = ["", []]));
}

/** Enter on a bar that was moved. */
function enter() {
  const form = formOfMove();
  if (form) save(form);
  else {
    move.how = "entered";
    ask(0);
  }
}

/* The pointer. A click opens the dates, a drag moves. */

let drag = null;
let dragged = false;

/** What moves when all of it is taken: of a flag, which stands at the end of its release, that end. */
const wholeOf = (element) => (element.matches(".timeline-flag") && element.dataset.ends ? "ends" : "whole");

/** Which part of a bar is under the pointer: one of its ends, or the whole. */
function partAt(element, x) {
  const box = element.getBoundingClientRect();
  if (element.matches(".timeline-flag")) return wholeOf(element);
  if (box.width < 4 * GRIP) return "whole";
  if (x < box.left + GRIP && element.dataset.starts && !element.matches(".is-cut-left")) return "starts";
  if (x > box.right - GRIP && element.dataset.ends && !element.matches(".is-cut-right")) return "ends";
  return "whole";
}

document.addEventListener("pointermove", (event) => {
  if (!drag) {
    const over = event.pointerType !== "touch" && movable(event.target);
    if (over) over.dataset.part = partAt(over, event.clientX);
    return;
  }
  const moved = event.clientX - drag.x + scroller().scrollLeft - drag.scrolled;
  if (!drag.begun && Math.abs(moved) < 4) return;
  if (!drag.begun) {
    drag.begun = true;
    putBackOther(drag.element);
    drag.base = { ...(move ?? drag.element.dataset) };
    begin(drag.element, "drag");
    drag.element.setPointerCapture(event.pointerId);
  }
  shift(Math.round(moved / perDay()), drag.part, drag.base);
});

function putBackOther(element) {
  if (move && move.id !== element.id) putBack();
}

document.addEventListener("pointerdown", (event) => {
  const element = event.pointerType === "touch" || event.button !== 0 ? null : movable(event.target);
  if (!element || event.ctrlKey || event.metaKey || event.shiftKey) return;
  drag = { element, x: event.clientX, scrolled: scroller().scrollLeft, part: partAt(element, event.clientX), begun: false };
});

function drop(keep) {
  if (!drag) return;
  const { begun } = drag;
  drag = null;
  if (!begun) return;
  dragged = true;
  setTimeout(() => (dragged = false));
  if (keep && isMoved()) ask(0);
  else putBack();
}
document.addEventListener("pointerup", () => drop(true));
document.addEventListener("pointercancel", () => drop(false));
document.addEventListener("dragstart", (event) => movable(event.target) && event.preventDefault());

document.addEventListener("click", (event) => {
  const element = movable(event.target);
  if (element && !(event.ctrlKey || event.metaKey || event.shiftKey) && event.button === 0) {
    event.preventDefault();
    if (!dragged) {
      putBack();
      open(element.getAttribute("href"));
    }
  }
  if (event.target.closest?.("[data-cancel-move]")) {
    event.preventDefault();
    const key = event.target.closest("[data-reschedule]").dataset.reschedule;
    putBack();
    document.getElementById(`bar-${key}`)?.focus();
    document.getElementById(`give-${key}`)?.focus();
  }
  if (event.target.closest?.("[data-today-button]")) toToday("smooth");
}, true);

/* The keys. They come before the single keys of the page. */

const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 };

function keyed(event, element) {
  const step = STEPS[event.key];
  const base = { ...begin(element, "keys") };
  const anchor = (wholeOf(element) === "whole" && base.starts) || base.ends;
  const isMonth = event.altKey || event.key.startsWith("Page");
  shift(isMonth ? monthStep(anchor, step) : step * (event.shiftKey ? 7 : 1), wholeOf(element), base);
  document.getElementById("timeline-said").textContent = `${daysSaid()}, ${distance()}`;
  bar()?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (isMoved()) ask(350);
  else putBack();
}

function neighbour(element, step) {
  const all = [...timeline().querySelectorAll(".timeline-bar")];
  const here = all.indexOf(element.closest(".timeline-row").querySelector(".timeline-bar"));
  return all[here + step];
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && (drag?.begun || (move && !event.target.closest?.("[data-editor]")))) {
    event.preventDefault();
    drag = null;
    putBack({ focus: true });
    document.getElementById("timeline-said").textContent = "Put back.";
    return;
  }
  const element = event.target.closest?.(".timeline-bar, .timeline-flag");
  if (!element || event.ctrlKey || event.metaKey) return;
  if (saving && element.id === saving && (event.key in STEPS || event.key === "Enter")) {
    pressed.push({ key: event.key, shiftKey: event.shiftKey, altKey: event.altKey });
  } else if (event.key in STEPS && element.matches("[data-moves]")) keyed(event, element);
  else if (event.key === "ArrowUp" || event.key === "ArrowDown") neighbour(element, event.key === "ArrowDown" ? 1 : -1)?.focus();
  else if (event.key === "Enter" && move?.id === element.id) enter();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

/* Where one looks stays where it is when the timeline is drawn anew; a new one begins at today. */

let seen = null;

function keep() {
  if (!scroller()) return;
  seen = { first: timeline().dataset.first, perDay: perDay(), left: scroller().scrollLeft, top: scroller().scrollTop };
}

function toToday(behavior = "instant") {
  const label = scroller()?.querySelector(".timeline-corner")?.clientWidth ?? 0;
  const left = Number(timeline().dataset.today) - (scroller().clientWidth - label) / 4;
  scroller().scrollTo({ left, behavior });
}

function look() {
  if (!scroller()) return;
  if (seen?.perDay === perDay()) {
    const left = seen.left + daysBetween(timeline().dataset.first, seen.first) * perDay();
    scroller().scrollTo({ left, top: seen.top, behavior: "instant" });
  } else toToday();
  seen = null;
  showAgain();
  if (saving && !move) goOn();
}

/** A move that is not saved yet stays drawn when others change the roadmap. */
function showAgain() {
  if (!move || !bar()) return;
  delete move.drawn;
  show();
}

for (const name of ["htmx:oobBeforeSwap", "htmx:beforeSwap"]) {
  document.addEventListener(name, (event) => event.detail.target.contains?.(timeline()) && keep());
}
for (const name of ["htmx:oobAfterSwap", "htmx:afterSwap"]) {
  document.addEventListener(name, (event) => (seen || event.detail.target.id === "roadmap") && look());
}
if (scroller()) look();
