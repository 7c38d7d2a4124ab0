/**
 * What has changed since this visitor's last look. Each [data-goal] carries prints of its parts; the last ones are kept
 * in this browser under the name in [data-seen], and nowhere else. Marks stay for the visit (this tab).
 */

/** Of the goals that are new, that have changed and that are gone, so many each are named at the top. */
const NAMED = 6;

const place = document.querySelector("[data-seen]");
const name = place && `goalchain-seen-${place.dataset.seen}`;

const read = (store) => {
  try {
    return JSON.parse(store.getItem(name));
  } catch {
    return null; // storage is closed to us, or holds something else: then nothing is marked
  }
};
const write = (store, look) => {
  try {
    store.setItem(name, JSON.stringify(look));
  } catch {
    // A browser that keeps nothing shows the page all the same.
  }
};

/** The goals of the page: by number, their title and their prints. */
function looked() {
  const goals = {};
  for (const article of document.querySelectorAll("[data-goal]")) {
    goals[article.dataset.goal] = { title: article.dataset.title, prints: JSON.parse(article.dataset.prints) };
  }
  return { at: new Date().toISOString(), goals };
}

const differing = (before, now) => [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((part) => before[part] !== now[part]);

function mark(number, words) {
  for (const article of document.querySelectorAll(`[data-goal="${number}"]`)) {
    const sign = article.querySelector("[data-mark]");
    sign.textContent = words;
    sign.hidden = false;
  }
}

function compare(before, now) {
  const told = { fresh: [], changed: [], gone: [] };
  for (const [number, goal] of Object.entries(now.goals)) {
    const former = before.goals[number];
    const parts = former ? differing(former.prints, goal.prints) : [];
    if (!former) {
      told.fresh.push(number);
      mark(number, "New since your last look");
    } else if (parts.length) {
      told.changed.push(number);
      mark(number, `Changed: ${parts.join(", ")}`);
    }
  }
  told.gone = Object.entries(before.goals).filter(([number]) => !now.goals[number]).map(([, goal]) => goal.title);
  return told;
}

/** A link to the goal's place on the page. */
function leading(number) {
  const article = document.querySelector(`[data-goal="${number}"]`);
  const link = document.createElement("a");
  link.href = `#${article.id}`;
  link.textContent = article.dataset.title;
  return link;
}

/** "2 changed: Book a slot, Live status", as nodes; nothing for none. `name` makes the node of one. */
function counted(word, found, name) {
  const names = found.slice(0, NAMED).flatMap((one, index) => [index ? ", " : "", name(one)]);
  const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : "";
  return found.length ? [`${found.length} ${word}: `, ...names, more] : [];
}

function tell(before, { fresh, changed, gone }) {
  const day = new Date(before.at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const left = counted("gone", gone, (title) => `“${title}”`);
  const parts = [counted("new", fresh, leading), counted("changed", changed, leading), left].filter((part) => part.length);
  const said = parts.flatMap((part, index) => [index ? "; " : "", ...part]);
  place.replaceChildren(...(said.length ? [`Since your last look on ${day}: `, ...said, "."] : [`Nothing has changed since your last look on ${day}.`]));
  place.hidden = false;
}

if (place) {
  const now = looked();
  const before = read(sessionStorage) ?? read(localStorage);
  if (before?.goals) {
    write(sessionStorage, before);
    tell(before, compare(before, now));
  }
  write(localStorage, now);
}
