/** Single keys: [data-key="x"] is focused (a field) or clicked (anything else) when x, a letter or a sideways arrow, is pressed outside a field. */

const typing = (element) => element?.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    const help = document.getElementById("help");
    if (!help) return;
    event.preventDefault();
    help.showModal();
    return;
  }
  if (event.key.length !== 1 && !/^Arrow(Left|Right)$/.test(event.key)) return;
  const found = [...document.querySelectorAll("[data-key]")].filter((element) => element.dataset.key === event.key && element.checkVisibility());
  const target = found.findLast((element) => element.closest("#toasts")) ?? found[0]; // of notices, the newest
  if (!target) return;
  event.preventDefault();
  if (typing(target)) {
    target.focus();
    target.select?.();
  } else {
    target.click();
  }
});
