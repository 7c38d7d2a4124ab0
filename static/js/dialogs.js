/**
 * Opens the <dialog> that [data-dialog] names; a click on its backdrop closes it. A dialog[data-opens] that an answer
 * brings opens at once. Menus close when one goes elsewhere.
 */

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog instanceof HTMLDialogElement && !dialog.open) {
      event.preventDefault();
      opener.closest("details[data-menu]")?.removeAttribute("open");
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest?.("[data-closes]");
  if (closer?.closest("dialog[open]")) {
    event.preventDefault();
    closer.closest("dialog").close();
    return;
  }
  if (event.target instanceof HTMLDialogElement && event.target.open) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

document.addEventListener("htmx:afterSwap", (event) => event.target.querySelector?.("dialog[data-opens]:not([open])")?.showModal());

/* Closed, it is gone; the focus goes to what asks again, or to the menu that it is in. A close does not bubble. */
document.addEventListener("close", (event) => {
  if (!event.target.matches?.("dialog[data-opens]")) return;
  const back = document.getElementById(event.target.dataset.opens);
  event.target.remove();
  (back?.checkVisibility() ? back : back?.closest("details")?.querySelector("summary"))?.focus();
}, true);

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(except)) menu.removeAttribute("open");
}

for (const name of ["pointerdown", "focusin"]) document.addEventListener(name, (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  menu.removeAttribute("open");
  menu.querySelector("summary")?.focus();
});
