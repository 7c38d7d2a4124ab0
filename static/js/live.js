/**
 * Other people's changes: each [data-poll] gets a `poll` event every four seconds while the page is visible
 * (its hx-trigger="poll" asks the server, which answers 204 while nothing changed). Errors make the pace slower.
 */

const PACE = 4_000;
const SLOWEST = 60_000;
let pace = PACE;
let clock = null;

function ask() {
  clearTimeout(clock);
  if (document.hidden) return;
  for (const element of document.querySelectorAll("[data-poll]")) element.dispatchEvent(new CustomEvent("poll"));
  clock = setTimeout(ask, pace);
}

const polls = (event) => event.detail.elt?.matches?.("[data-poll]");

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (polls(event)) pace = Math.min(pace * 2, SLOWEST);
  });
}
document.addEventListener("htmx:afterRequest", (event) => {
  if (polls(event) && event.detail.successful) pace = PACE;
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(clock);
  else ask();
});
clock = setTimeout(ask, PACE);
