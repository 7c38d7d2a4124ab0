/** Prints the page when [data-print] is pressed. Without this module the browser's own menu does. */

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
