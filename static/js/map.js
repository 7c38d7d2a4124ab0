/**
 * The chain map as a sheet that moves under a window: zoom by the buttons, + − and Ctrl with the wheel or two fingers;
 * pan by dragging the ground, by the arrows while the map itself has the focus, and by scrolling as anywhere else.
 * Links [data-remap] (fold, unfold, show more) bring the map anew in place. Without this module they load the page.
 */

import "./map_link.js";
import "./map_peek.js";

const STEPS = [0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2];
const map = () => document.querySelector("[data-map]");
const sheet = () => map()?.querySelector("[data-chain]");
let zoom = 1;

/** Zoom, and keep what lies at this point of the window where it is. */
function zoomTo(wanted, at) {
  if (!sheet()) return;
  const [view, box] = [map(), map().getBoundingClientRect()];
  const [x, y] = at ? [at.x - box.left, at.y - box.top] : [view.clientWidth / 2, 0];
  const before = zoom;
  zoom = Math.min(Math.max(wanted, STEPS[0]), STEPS.at(-1));
  const [left, top] = [(view.scrollLeft + x) / before, (view.scrollTop + y) / before];
  apply();
  view.scrollTo(left * zoom - x, top * zoom - y);
}

function apply() {
  if (!sheet()) return;
  const { style } = sheet();
  style.zoom = zoom === 1 ? "" : zoom;
  // As wide in its own measure as unzoomed: the words break where they did.
  style.width = zoom === 1 || sheet().classList.contains("is-rows") ? "" : `${zoom * 100}%`;
  document.dispatchEvent(new CustomEvent("zoomed"));
}

const step = (to) => (to > 0 ? (STEPS.find((s) => s > zoom + 0.01) ?? zoom) : (STEPS.findLast((s) => s < zoom - 0.01) ?? zoom));

function fit() {
  const view = map();
  const [wide, high] = [sheet().scrollWidth, sheet().scrollHeight].map((length) => length / (sheet().currentCSSZoom === undefined ? zoom : 1));
  zoomTo(Math.min(1, view.clientWidth / wide, view.clientHeight / high));
  view.scrollTo(0, 0);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-zoom]");
  if (!button || !sheet()) return;
  if (button.dataset.zoom === "fit") fit();
  else zoomTo(step(button.dataset.zoom === "in" ? 1 : -1));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "0" && event.key !== "=") return;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !sheet()) return;
  if (event.target.closest?.("input, textarea, select, dialog")) return;
  event.preventDefault();
  zoomTo(event.key === "0" ? 1 : step(1));
});
document.addEventListener(
  "wheel",
  (event) => {
    if (!event.ctrlKey || !event.target.closest?.("[data-map]")) return;
    event.preventDefault();
    zoomTo(zoom * Math.exp(-event.deltaY / 400), { x: event.clientX, y: event.clientY });
  },
  { passive: false },
);

/* Two fingers. */

let pinch = null;
const apart = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
const between = ([one, other]) => ({ x: (one.clientX + other.clientX) / 2, y: (one.clientY + other.clientY) / 2 });

document.addEventListener("touchstart", (event) => {
  pinch = event.touches.length === 2 && event.target.closest?.("[data-map]") ? { from: apart(event.touches), zoom } : null;
});
document.addEventListener(
  "touchmove",
  (event) => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    zoomTo((pinch.zoom * apart(event.touches)) / pinch.from, between(event.touches));
  },
  { passive: false },
);
document.addEventListener("touchend", () => (pinch = null));

/* The ground is dragged by the mouse. */

let grip = null;
document.addEventListener("pointerdown", (event) => {
  const view = event.target.closest?.("[data-map]");
  if (!view || event.pointerType !== "mouse" || event.button !== 0 || event.target.closest("a, button, [data-goal], h2")) return;
  const bars = event.offsetX > view.clientWidth || event.offsetY > view.clientHeight;
  if (event.target === view && bars) return; // the scroll bars
  grip = { view, x: event.clientX + view.scrollLeft, y: event.clientY + view.scrollTop };
  view.setPointerCapture(event.pointerId);
  view.classList.add("is-panned");
});
document.addEventListener("pointermove", (event) => {
  grip?.view.scrollTo(grip.x - event.clientX, grip.y - event.clientY);
});
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    grip?.view.classList.remove("is-panned");
    grip = null;
  });
}

/* Fold, unfold, show more: the map comes anew, and the focus stays where it was asked. */

let turn = Promise.resolve();

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-remap]");
  if (!link || !window.htmx || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const [id, column] = [link.id, link.closest(".column")?.querySelector("h2")?.id];
  // One after the other: each replaces the page that the next one stands on, and its link.
  const remap = () => bring((document.getElementById(id) ?? link).href, id, column);
  turn = turn.then(remap, remap);
});

async function bring(address, id, column) {
  const view = map();
  const [left, top, on] = [view?.scrollLeft ?? 0, view?.scrollTop ?? 0, view?.getBoundingClientRect().top];
  await window.htmx.ajax("GET", address, { target: "#chain-page", select: "#chain-page", swap: "outerHTML show:none" });
  map()?.scrollTo(left, top);
  // Words that came in above the map, or went, leave it where it was on the screen.
  if (map() && on !== undefined) scrollBy({ top: map().getBoundingClientRect().top - on, behavior: "instant" });
  const place = document.getElementById(id) ?? document.getElementById(column)?.parentElement.querySelector("article:last-of-type h3 a");
  (place ?? map() ?? document.getElementById("main")).focus({ preventScroll: Boolean(place?.id === id) });
}
document.addEventListener("htmx:load", apply);
document.addEventListener("htmx:oobAfterSwap", apply);

/* On the map the field of the search leads to a goal's place on it; the palette opens its page, as everywhere. */

document.addEventListener("click", (event) => {
  const option = event.target.closest?.(".top .find [role=option][href]");
  const product = document.querySelector("[data-chain]")?.dataset.product;
  const key = product && option?.pathname.match(/^\/g\/([A-Z0-9]+-\d+)\/$/)?.[1];
  if (!key?.startsWith(`${product}-`) || event.ctrlKey || event.metaKey || event.shiftKey || option.closest("dialog")) return;
  event.preventDefault();
  const address = new URL(location.href);
  address.searchParams.set("goal", key);
  location.assign(address);
});

/* A picture of what the drawing shows, made by the browser. */

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-png]");
  if (!link) return;
  event.preventDefault();
  const drawing = new Image();
  drawing.src = link.href;
  try {
    await drawing.decode();
  } catch {
    document.dispatchEvent(new CustomEvent("announce", { detail: { text: "The picture could not be made. Take the SVG drawing.", level: "error" } }));
    return;
  }
  const canvas = document.createElement("canvas");
  // Twice as fine as the drawing, as far as a canvas can be large.
  const scale = Math.min(2, 8192 / Math.max(drawing.naturalWidth, drawing.naturalHeight));
  [canvas.width, canvas.height] = [drawing.naturalWidth * scale, drawing.naturalHeight * scale];
  canvas.getContext("2d").drawImage(drawing, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const save = document.createElement("a");
    save.href = URL.createObjectURL(blob);
    save.download = link.dataset.png;
    save.click();
    setTimeout(() => URL.revokeObjectURL(save.href), 60_000);
  });
});
