// Brings every search form of a page to life; the index and all else is asked for when a reader
// comes to the form. Without this the forms lead to the search page.

const PAUSE = 150; // milliseconds without a key before a query is asked

for (const form of document.querySelectorAll('form[role="search"]')) {
  if (!form.action.startsWith("http")) continue; // opened as a file
  if (form.matches("[data-search-page]")) import("./search_page.js").then((page) => page.start(form));
  else form.addEventListener("focusin", () => open(form), { once: true });
}

async function open(form) {
  const box = await import("./search_box.js");
  box.start(form);
}

/** Returns a function that runs another one when it has not been called for a moment. */
export function debounced(run) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, PAUSE);
  };
}
