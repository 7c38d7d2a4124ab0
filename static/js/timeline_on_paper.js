/** On paper the whole timeline, shared or not, is as wide as a landscape page. Without this module paper cuts it off. */

const PAGE = 980;
const canvas = () => document.querySelector("#timeline-scroll > *");

addEventListener("beforeprint", () => {
  if (canvas()) canvas().style.zoom = Math.min(PAGE / canvas().scrollWidth, 1);
});
addEventListener("afterprint", () => canvas()?.style.removeProperty("zoom"));
