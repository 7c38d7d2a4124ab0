/**
 * Combobox behaviour for [data-picker]: an input with role="combobox" and its [data-results].
 * Focus stays in the field; the arrows move aria-activedescendant through the options, Enter takes one, Esc closes.
 * An option is anything that a click acts on: a link, a button, a label.
 * Choices in a form, [data-offers], are gone through from the field that searches them.
 */

const picker = (element) => element?.closest?.("[data-picker]");
const field = (within) => within.querySelector("[role=combobox]");
const options = (within) => [...within.querySelectorAll("[data-results] [role=option]")];
const inDialog = (within) => Boolean(within.closest("dialog"));
const active = (within) => within.querySelector("[role=option][aria-selected=true]");

function mark(within, option) {
  for (const other of options(within)) other.setAttribute("aria-selected", String(other === option));
  if (option) {
    field(within).setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    field(within)?.removeAttribute("aria-activedescendant");
  }
}

/** What the list holds has changed. In the palette its first option is chosen. */
export function refresh(within) {
  const found = options(within);
  mark(within, inDialog(within) ? (found[0] ?? null) : null);
  field(within)?.setAttribute("aria-expanded", String(found.length > 0));
  const count = within.querySelector("[data-count]");
  const told = found.filter((option) => !option.closest("[data-group=more]")).length;
  if (count) count.textContent = field(within).value.trim() ? (told ? `${told} found` : "Nothing found") : "";
}

/** Take an option: in this tab, or with Ctrl in one of its own. */
function choose(option, apart) {
  if (apart && option.href) window.open(option.href, "_blank", "noopener");
  else option.click();
}

/* Nobody waits any more for what these asked last. */
const closed = new WeakSet();

function close(within) {
  closed.add(within);
  within.querySelector("[data-results]")?.replaceChildren();
  refresh(within);
}

document.addEventListener("keydown", (event) => {
  const within = event.target.matches?.("[role=combobox]") && picker(event.target);
  if (!within || event.isComposing) return;
  const found = options(within);
  const at = found.indexOf(active(within));
  if (event.key === "ArrowDown" && found.length) mark(within, found[(at + 1) % found.length]);
  else if (event.key === "ArrowUp" && found.length) mark(within, found[(at <= 0 ? found.length : at) - 1]);
  else if (event.key === "Enter" && at >= 0) choose(found[at], event.ctrlKey || event.metaKey);
  else if (event.key === "Escape" && inDialog(within)) within.closest("dialog").close();
  else if (event.key === "Escape" && within.querySelector("[data-results]")?.childElementCount) {
    close(within);
    event.stopPropagation();
  } else if (event.key === "Escape" && event.target.value && event.target.type === "search") event.target.value = "";
  else return;
  event.preventDefault();
}, true);

document.addEventListener("input", (event) => {
  const within = event.target.matches?.("[role=combobox]") && picker(event.target);
  if (within) closed.delete(within);
  if (within && !event.target.value.trim() && within.hasAttribute("data-floating") && !inDialog(within)) close(within);
});

/* An answer comes too late when the list was closed, or the palette, or other words stand in the field. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const within = picker(event.detail.target);
  if (!within?.hasAttribute("data-floating") || !field(within)) return;
  const asked = event.detail.requestConfig.parameters;
  const late = Boolean(asked.palette) === inDialog(within) ? asked.q !== field(within).value : true;
  if (late || (closed.has(within) && !inDialog(within))) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const within = picker(event.target);
  if (within && field(within)) refresh(within);
});

/* A choice that is made while the next answer is under way stays made. */
let chosen = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const offers = event.detail.target;
  if (offers.matches("[data-offers]")) chosen = offers.querySelector(":checked")?.value;
});
document.addEventListener("htmx:afterSwap", () => {
  if (!chosen) return;
  const offer = [...document.querySelectorAll("[data-offers] [type=radio]")].find((radio) => radio.value === chosen);
  if (offer) offer.checked = true;
  chosen = null;
});

/* From the field of a search among choices: ↓ or Enter goes to the first, or to the one that is made; the arrows go on from
   there as in any group, and Enter goes on to the reason. */
document.addEventListener("keydown", (event) => {
  const offers = event.target.form?.querySelector("[data-offers]");
  if (!offers || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const { type } = event.target;
  const goesOn = type === "search" ? ["ArrowDown", "Enter"].includes(event.key) : type === "radio" && event.key === "Enter";
  const place =
    type === "search" ? offers.querySelector(":checked") ?? offers.querySelector("[type=radio]") : event.target.form.elements.rationale;
  if (!goesOn || !place) return;
  event.preventDefault();
  if (place.type === "radio") place.checked = true;
  place.focus();
});

/* A floating list closes when the person goes elsewhere. */
for (const name of ["pointerdown", "focusin"]) {
  document.addEventListener(name, (event) => {
    for (const within of document.querySelectorAll("[data-picker][data-floating]")) {
      if (!within.contains(event.target) && options(within).length && !inDialog(within)) close(within);
    }
  });
}
