// What a saved paper is about: at first what its row says, and then what its own page says.

/** Return what a row of a list says of its paper. */
export function fromRow(row) {
  const [, category] = line(row).textContent.split(" · ");
  return {
    ...authorsOf(row),
    titles: [...row.querySelectorAll(":scope > :is(h2, h3) [lang]")].map(plain),
    category: category?.trim().split(" ")[0],
    day: dayOf(row),
  };
}

/** Return the authors that a row names, and whether there are more. */
export function authorsOf(row) {
  // The names are its first text; "and 5 more" and the category come behind them.
  const more = line(row).firstElementChild?.matches("[lang]") ?? false;
  const names = more ? line(row).firstChild.textContent : line(row).textContent.split(" · ")[0];
  return { authors: named(names), more };
}

/** Return what a paper's own page says, its BibTeX among it. */
export function fromPage(page) {
  const paper = page.querySelector(".pg-paper");
  const people = paper.querySelector("header .pg-meta").cloneNode(true);
  for (const affiliation of people.querySelectorAll("small")) affiliation.remove();
  const bibtex = paper.querySelector('pre[data-cite$=".bib"]').textContent;
  return {
    titles: [...paper.querySelectorAll("h1 > [lang]")].map(plain),
    authors: named(people.textContent),
    category: bibtex.match(/^primaryClass = \{(.+)\}/m)?.[1],
    day: paper.querySelector("header time").dateTime,
    bibtex,
  };
}

/** Fetch a paper's own page and return what it says. */
export async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return fromPage(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

function line(row) {
  return row.querySelector(":scope > .pg-meta");
}

function dayOf(row) {
  const time = row.closest(".pg-group")?.querySelector(":scope > h2 time") ?? document.querySelector("main time");
  return time?.dateTime;
}

function named(text) {
  return text.trim().split(/\s*,\s+/);
}

// A formula stands twice in MathML that carries its source.
function plain(element) {
  const copy = element.cloneNode(true);
  for (const source of copy.querySelectorAll("annotation")) source.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}
