/** The year, or the month, that one looks at stays written at the left end of the timeline while its days pass by. */

const MARGIN = 6;
const scroller = () => document.getElementById("timeline-scroll");
const labels = () => [...(scroller()?.querySelectorAll(".timeline-unit") ?? [])];
const home = (label) => Number((label.dataset.home ??= label.getAttribute("x")));
/** Measured once: to measure between moves would lay the page out anew for each. */
const length = (label) => Number((label.dataset.length ??= label.getComputedTextLength()));

/** Past the word "today", if the label would lie under it and has the room. */
function clear(x, long, last) {
  const now = scroller().querySelector(".timeline-now rect");
  const [from, to] = [Number(now.getAttribute("x")) - MARGIN, Number(now.getAttribute("x")) + Number(now.getAttribute("width")) + MARGIN];
  return x < to && x + long > from && to <= last ? to : x;
}

/** Put each label where its days begin, or at the edge of the view, as long as its days reach there. */
function follow(edge) {
  const all = labels();
  all.forEach(length);
  all.forEach((label, place) => {
    const next = all[place + 1];
    const last = next ? home(next) - length(label) - 3 * MARGIN : Infinity;
    const x = Math.max(home(label), Math.min(edge + MARGIN, last));
    label.setAttribute("x", clear(x, length(label), last));
  });
}

let frame = null;
const soon = () => {
  frame ??= requestAnimationFrame(() => {
    frame = null;
    if (scroller()) follow(scroller().scrollLeft);
  });
};

document.addEventListener("scroll", (event) => event.target === scroller() && soon(), { capture: true, passive: true });
addEventListener("beforeprint", () => follow(-MARGIN));
addEventListener("afterprint", soon);
soon();
