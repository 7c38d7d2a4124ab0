/**
 * Remembers which goal is opened, and brings the palette when it is asked for: Ctrl + K, ⌘ + K, or a button
 * [data-palette]. The palette itself is loaded then.
 */

import { remember } from "./opened.js";

const opened = location.pathname.match(/^\/g\/([A-Z][A-Z0-9]{1,9}-\d{1,9})\//)?.[1];
if (opened) remember(opened);

let held = null;

/* Letters that are typed before the palette is there go into its field, not to what listens for single keys. */
document.addEventListener("keydown", (event) => {
  if (held === null || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  held += event.key;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

async function bring() {
  const input = document.getElementById("find");
  const [back, value] = [document.activeElement, input.value];
  if (input.checkVisibility()) {
    input.focus();
    input.select();
  } else held ??= "";
  try {
    const { toggle } = await import("./palette.js");
    toggle(back, value);
  } finally {
    const typed = held;
    held = null;
    if (typed && document.activeElement === input) {
      input.setRangeText(typed, input.selectionStart, input.selectionEnd, "end");
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

document.addEventListener("keydown", (event) => {
  const asked = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
  if (!asked || !document.getElementById("find") || document.querySelector("dialog[open]:not(.palette)")) return;
  event.preventDefault();
  bring();
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-palette]")) bring();
});
