/**
 * [data-copy="#selector"] copies the words (or the value) of what it names, and says so.
 * a[data-copy-from] copies the text that it leads to; where that cannot be, it leads there.
 */

const say = (text, level) => document.dispatchEvent(new CustomEvent("announce", { detail: { text, level } }));

async function copy(source) {
  const words = "value" in source ? source.value : source.textContent.trim().replace(/\s+/g, " ");
  try {
    await navigator.clipboard.writeText(words);
    say("Copied.");
  } catch {
    getSelection().selectAllChildren(source);
    say("The browser did not allow copying. The words are selected: press Ctrl + C.", "error");
  }
}

async function copyFrom(link) {
  try {
    const answer = await fetch(link.href);
    // Who was signed out meanwhile is led to the sign-in.
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    await navigator.clipboard.writeText(await answer.text());
    say("Copied.");
  } catch {
    location.assign(link.href);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-copy-from]");
  // With a key held down, a link opens where the browser says.
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    copyFrom(link);
    return;
  }
  const button = event.target.closest?.("[data-copy]");
  const source = button && document.querySelector(button.dataset.copy);
  if (source) copy(source);
});
