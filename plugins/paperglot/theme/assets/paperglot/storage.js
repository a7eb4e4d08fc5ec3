// What the reader chose, kept in this browser alone; where that is forbidden, for this page.
const PREFIX = "paperglot.";

/** Return what was kept under a name, or null. */
export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Keep a value under a name; null forgets it. Return whether it will be there again. */
export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
    return true;
  } catch {
    // A private window: the choice holds until the page is left.
    return false;
  }
}

/** Call a function with the new value when another tab changes what is kept under a name. */
export function whenChanged(name, call) {
  addEventListener("storage", (event) => {
    if (event.key === PREFIX + name || event.key === null) call(recall(name));
  });
}
