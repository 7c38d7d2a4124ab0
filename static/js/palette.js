/**
 * The palette: the search field of the page in a dialog. What the server finds is joined by what this page offers: its
 * pages (the links of the rail), and its actions ([data-key], [data-command]). Arrows and Enter are picker.js's.
 */

import { recent } from "./opened.js";
import { refresh } from "./picker.js";

const input = document.getElementById("find");
const form = input.closest("form");
const results = form.querySelector("[data-results]");
const place = document.createComment("find");
const dialog = document.createElement("dialog");
dialog.className = "palette";
dialog.setAttribute("aria-label", "Find anything");
document.body.append(dialog);
let before = "";

const text = (element) => (element.dataset.command ?? element.textContent ?? "").trim().replace(/\s+/g, " ");
const split = (words) => words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether each word that was typed begins a word of the label. */
function answers(label) {
  const own = split(label);
  return split(input.value).every((word) => own.some((other) => other.startsWith(word)));
}

const icon = (element) => element.querySelector("svg");
const act_of = (element) => ({ label: text(element), key: element.dataset.key, icon: icon(element), does: element });

/** What this page offers: the group's name, what is in it, and before which groups of the server it stands. What belongs
 * to every page is only for who types its words. */
function offered() {
  const acts = [...document.querySelectorAll("main :is(a, button):is([data-key], [data-command])")]
    .filter((element) => !/^Arrow/.test(element.dataset.key ?? "") && (element.dataset.command || element.checkVisibility()));
  const pages = [...document.querySelectorAll(".rail-nav a:not([aria-current]), .rail .menu-sheet a")];
  const always = input.value.trim() ? [...document.querySelectorAll(".rail [data-command]")] : [];
  const go = (element) => ({ label: text(element), words: `go to ${text(element)}`, href: element.href, icon: icon(element) });
  return [
    ["On this page", acts.map(act_of), "begin products more"],
    ["Go to", pages.map(go), "products more"],
    ["GoalChain", always.map(act_of), "products more"],
  ];
}

function option(one, id) {
  const made = document.createElement(one.href ? "a" : "div");
  made.id = id;
  made.className = "is-step";
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  if (one.href) Object.assign(made, { href: one.href, tabIndex: -1 });
  const words = document.createElement("span");
  if (one.icon) words.append(one.icon.cloneNode(true));
  words.append(one.label);
  made.append(words);
  if (one.key) made.append(Object.assign(document.createElement("kbd"), { textContent: one.key }));
  if (one.does) made.addEventListener("click", () => act(one.does));
  return made;
}

function act(element) {
  dialog.close();
  element.click();
}

/** Put what this page offers among what was found; anew with every letter, without asking the server. */
function join() {
  for (const group of results.querySelectorAll("[data-local]")) group.remove();
  let list = results.querySelector("[role=listbox]");
  const groups = offered().map(([name, all, places]) => [name, all.filter((one) => one.label && answers(one.words ?? one.label)), places]);
  if (groups.some(([, all]) => all.length) && !list) {
    list = document.createElement("div");
    list.id = "find-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Found");
    results.replaceChildren(list);
  }
  groups.forEach(([name, all, places], at) => {
    if (!all.length) return;
    const group = document.createElement("div");
    group.dataset.local = "";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", name);
    const heading = Object.assign(document.createElement("div"), { className: "option-group", textContent: name });
    heading.setAttribute("aria-hidden", "true");
    group.append(heading, ...all.map((one, number) => option(one, `local-${at}-${number}`)));
    const after = places.split(" ").map((place) => list.querySelector(`[data-group=${place}]`)).find(Boolean);
    list.insertBefore(group, after ?? null);
    results.querySelector(".picker-note")?.remove();
  });
  put_first();
  refresh(form);
}

/** A page or an action whose name begins with what was typed comes before the goals. */
function put_first() {
  const typed = split(input.value).join(" ");
  if (typed.length < 2) return;
  const begins = (step) => split(step.firstElementChild.textContent).join(" ").startsWith(typed);
  for (const group of [...results.querySelectorAll("[data-local], [data-group=begin], [data-group=products]")].reverse()) {
    const steps = [...group.querySelectorAll(".is-step")].filter(begins);
    if (!steps.length) continue;
    group.querySelector(".option-group").after(...steps);
    group.parentElement.prepend(group);
  }
}

/** What was found for other words goes at once, so that Enter never opens what no longer answers. */
function thin() {
  results.querySelector(".picker-note")?.remove();
  for (const found of results.querySelectorAll("[role=group]:not([data-local]) [role=option]")) {
    if (found.closest("[data-group=more]") || !answers(found.textContent)) found.remove();
  }
  for (const group of results.querySelectorAll("[role=group]")) if (!group.querySelector("[role=option]")) group.remove();
  if (!results.querySelector("[role=option]")) results.replaceChildren();
}

document.addEventListener("htmx:configRequest", (event) => {
  if (!dialog.open || event.detail.elt !== input) return;
  event.detail.parameters.palette = "1";
  if (!input.value.trim()) event.detail.parameters.recent = recent().filter((key) => !location.pathname.startsWith(`/g/${key}/`)).join(",");
});
document.addEventListener("htmx:afterSettle", (event) => dialog.open && results.contains(event.target) && join());
input.addEventListener("input", () => {
  if (!dialog.open) return;
  thin();
  join();
});

/* Following a link ends the palette, also for who comes back to this page. */
results.addEventListener("click", (event) => {
  if (dialog.open && event.target.closest("a[role=option]") && !event.ctrlKey && !event.metaKey) setTimeout(() => dialog.close());
});

dialog.addEventListener("close", () => {
  input.value = before;
  results.replaceChildren();
  refresh(form);
  place.replaceWith(form);
});

/** Open it, or close it when it is open. `back` has the focus afterwards; the field then holds `value` again. */
export function toggle(back, value) {
  if (dialog.open) {
    dialog.close();
    return;
  }
  before = value;
  const selected = document.activeElement === input ? [input.selectionStart, input.selectionEnd] : [0, input.value.length];
  form.replaceWith(place);
  results.replaceChildren();
  dialog.append(form);
  // The browser gives the focus back to what had it when the dialog was opened.
  back?.focus({ preventScroll: true });
  dialog.showModal();
  input.focus();
  input.setSelectionRange(...selected);
  join();
  window.htmx.trigger(input, "palette");
}
