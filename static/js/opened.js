/** Which goals this browser opened lately, the newest first, by key only. */

const MOST = 6;

export function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem("recent"));
    return Array.isArray(kept) ? kept.filter((key) => /^[A-Z][A-Z0-9]{1,9}-\d{1,9}$/.test(key)).slice(0, MOST) : [];
  } catch {
    return []; // storage that is closed or holds something else: nothing was opened lately
  }
}

export function remember(key) {
  try {
    localStorage.setItem("recent", JSON.stringify([key, ...recent().filter((other) => other !== key)].slice(0, MOST)));
  } catch {
    // A browser that keeps nothing lists nothing.
  }
}
