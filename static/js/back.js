/** [data-back] goes back to the page before this one; it hides where there is none. */

for (const button of document.querySelectorAll("[data-back]")) button.hidden = history.length < 2;

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-back]")) history.back();
});
