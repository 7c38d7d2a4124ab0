/**
 * A wall that holds more than its screen shows a screenful after the other by itself, and then begins again.
 * Nobody stands beside it to scroll; whoever does, by wheel, finger or key, keeps it still for a while.
 */

const STAY = 20_000; // ms that a screenful stays
const STILL = 60_000; // ms without turning, once somebody has scrolled
const SLACK = 8; // px that may be out of view
const LEAST_ROOM = 100; // px to show something in
/** What is not cut in two where a screenful ends. */
const WHOLE = ".go-scroll, .go-cell, .now-over, .now-card, .timeline-row, .timeline-undated li, .group-heading";
/** How small the type of a grid may become, so that its columns are seen whole. */
const LEAST = 0.6;

const page = document.scrollingElement;
let stillUntil = 0;
let at = 0;

/** Make the type of the grids as large as lets each stand whole on a screen: the same for all. */
function fit() {
  const grids = [...document.querySelectorAll(".go-grid")];
  const wall = document.getElementById("roadmap");
  for (let size = 1; grids.length && size >= LEAST; size -= 0.05) {
    wall.style.setProperty("--fit", size.toFixed(2));
    const first = grids[0].getBoundingClientRect().top + page.scrollTop;
    if (grids.every((grid, place) => grid.offsetHeight + (place ? 0 : first) + SLACK <= innerHeight)) break;
  }
}

/** Where each screenful of a part that scrolls begins, in px from its top. */
function begins(part) {
  const timeline = part !== page;
  const head = timeline ? part.querySelector(".timeline-axis").offsetHeight : 0;
  const offset = part.scrollTop - head - (timeline ? part.getBoundingClientRect().top : 0);
  const room = Math.max(part.clientHeight - head, LEAST_ROOM);
  const most = part.scrollHeight - part.clientHeight;
  const whole = [...part.querySelectorAll(WHOLE)]
    .filter((element) => timeline || !element.closest("#timeline-scroll"))
    .map((element) => element.getBoundingClientRect())
    .filter(({ height }) => height > 0 && height <= room)
    .map(({ top, bottom }) => ({ top: top + offset, bottom: bottom + offset }));
  const found = [0];
  for (let top = 0; top + SLACK < most; found.push(top)) {
    const end = top + room;
    const cut = whole.filter((each) => each.top > top + SLACK + 1 && each.top < end && each.bottom > end + 1);
    // What is taller than the screen goes on with a little of what was seen.
    top = cut.length ? Math.min(...cut.map((each) => each.top)) - SLACK : Math.min(most, top + room * 0.9);
  }
  return found;
}

/** Every screenful, as [part, top] pairs: the timeline's own first, then what stands below it on the page. */
function screenfuls() {
  const timeline = document.getElementById("timeline-scroll");
  const own = timeline ? begins(timeline).map((top) => [[page, 0], [timeline, top]]) : [[[page, 0]]];
  const below = begins(page).slice(1);
  return [...own, ...below.map((top) => [[page, top]])];
}

/** Say which screenful this is; nothing where there is only one. */
function tell(count) {
  const place = document.getElementById("screens");
  place.hidden = count < 2;
  place.textContent = `${at + 1} of ${count}`;
}

function turn() {
  const found = screenfuls();
  if (Date.now() >= stillUntil && !document.hidden) {
    at = (at + 1) % found.length;
    for (const [part, top] of found[at]) part.scrollTo({ top, behavior: "instant" });
  }
  tell(found.length);
}

/** What came anew, or another size of the screen. */
function look() {
  fit();
  // The last screenful begins where something begins, too: what it does not fill stays empty.
  page.style.paddingBottom = "";
  const most = page.scrollHeight - page.clientHeight;
  const spare = begins(page).at(-1) - most;
  if (spare > 0) page.style.paddingBottom = `${spare}px`;
  const { length } = screenfuls();
  at = Math.min(at, length - 1);
  tell(length);
}

if (document.querySelector('[data-screen="wall"]')) {
  for (const sign of ["wheel", "touchmove", "keydown"]) {
    addEventListener(sign, () => (stillUntil = Date.now() + STILL), { passive: true });
  }
  addEventListener("load", look);
  addEventListener("resize", look);
  document.addEventListener("htmx:afterSettle", look);
  setInterval(turn, STAY);
}
