/**
 * Focus survives a swap. What had it gets it back: by its id (htmx does that), else by its words; when it is gone,
 * the first control of its region takes over. Listed after editing.js, which has the first say.
 */

const CONTROLS = "a[href], button, summary, input:not([type=hidden]), textarea, select";
const words = (element) => element.textContent.trim() || element.value || "";
let held = null;

/** Remember what has the focus in a region that is about to be replaced. */
function remember(region) {
  const element = document.activeElement;
  if (region?.id && region.contains(element)) held = { region: region.id, tag: element.tagName, words: words(element) };
}

function giveBack() {
  if (!held) return;
  const { region, tag, words: said } = held;
  held = null;
  if (document.activeElement !== document.body) return;
  const controls = [...(document.getElementById(region)?.querySelectorAll(CONTROLS) ?? [])].filter((control) => control.checkVisibility());
  const same = controls.find((control) => control.tagName === tag && words(control) === said);
  (same ?? controls[0] ?? document.getElementById("main"))?.focus({ preventScroll: true });
}

for (const name of ["htmx:beforeSwap", "htmx:oobBeforeSwap"]) {
  document.addEventListener(name, (event) => event.detail.shouldSwap && remember(event.detail.target));
}
document.addEventListener("htmx:afterSettle", giveBack);
