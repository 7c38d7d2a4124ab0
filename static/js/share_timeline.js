/** A timeline on a shared page begins at today; without this module, at its first day. */

const scroller = document.getElementById("timeline-scroll");
const today = Number(document.querySelector("[data-today]")?.dataset.today);
if (scroller && today) scroller.scrollLeft = Math.max(0, today - scroller.clientWidth / 3);
