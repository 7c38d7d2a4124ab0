/** Suggests a product's key while its name is typed, until somebody types a key. The server suggests the same to an empty one. */

const ARTICLES = new Set(["A", "AN", "THE", "MY", "OUR"]);
const SUGGESTED = 6;

function keyFrom(name) {
  const plain = name.normalize("NFD").replace(/[^\x00-\x7f]/g, "").toUpperCase();
  const words = plain.replace(/['`]/g, "").match(/[A-Z][A-Z0-9]+/g) ?? [];
  return (words.find((word) => !ARTICLES.has(word)) ?? words[0] ?? "").slice(0, SUGGESTED);
}

const name = document.getElementById("id_name");
const key = document.getElementById("id_key");
let ours = key?.value ? null : "";

function suggest() {
  if (key.value === ours || !key.value) key.value = ours = keyFrom(name.value);
}

name?.addEventListener("input", suggest);
if (name?.value && ours !== null) suggest(); // typed before this module had loaded
