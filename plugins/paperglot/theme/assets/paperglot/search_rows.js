// Papers that were found, as elements. Texts become text nodes only, whatever they hold.

import { marked } from "./search_terms.js";

/** Returns an element with attributes and children. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Says one of the site's words in both languages, `n` in place of `{n}`. */
export function said(index, key, n = "") {
  const spans = index.languages.map((tag) => {
    const number = typeof n === "number" ? n.toLocaleString("en") : n;
    const text = index.words[key][tag].replace("{n}", number).replace("{s}", n === 1 ? "" : "s");
    return element("span", { lang: tag }, text);
  });
  const [first, second] = spans;
  return first.textContent === second.textContent ? [first] : [first, " ", second];
}

/** Returns the address of a paper's page, as the page at hand reaches it. */
export function addressOf(site, path) {
  return new URL(path, site).href;
}

/** Returns a row as lists of papers have it, with what was asked for marked. */
export function row(paper, index, query, site) {
  const address = addressOf(site, `papers/${paper.slug}/`);
  const heading = element("h3", { class: "pg-title pg-pair" });
  heading.append(
    ...inLanguages(paper.titles, index, query, (lang) => element("a", { lang, href: address })),
  );
  const made = element("article", { class: "pg-row pg-found" }, heading, meta(paper, index, query, site));
  for (const [texts, name] of [[paper.tldr, "pg-tldr"], [paper.passage, "pg-passage"]]) {
    if (!texts?.length) continue;
    const pair = element("div", { class: `pg-pair ${name}` });
    pair.append(...inLanguages(texts, index, query, (lang) => element("p", { lang })));
    made.append(pair);
  }
  return made;
}

/** Returns one language's title with what was asked for marked, for a list of suggestions. */
export function titles(paper, index, query) {
  return inLanguages(paper.titles, index, query, (lang) => element("span", { lang }));
}

function inLanguages(texts, index, query, make) {
  return texts.map((text, at) => {
    const made = make(index.languages[at]);
    made.append(...withMarks(text, query));
    return made;
  });
}

function withMarks(text, query) {
  return marked(text, query).map(([piece, isWanted]) =>
    isWanted ? element("mark", {}, piece) : piece,
  );
}

function meta(paper, index, query, site) {
  const day = element("a", { href: addressOf(site, `${paper.day.replaceAll("-", "/")}/`) });
  day.append(element("time", { datetime: paper.day }, paper.day));
  const asWords = query.map((word) => ({ ...word, author: false }));
  const line = element("p", { class: "pg-meta" }, day, " · ");
  paper.authors.forEach((author, at) => {
    const name = element("span", { class: "pg-author" }, ...withMarks(author, asWords));
    line.append(at ? ", " : "", name);
  });
  if (paper.more) line.append(" ", ...said(index, "and_more", paper.more));
  line.append(" · ", element("span", { class: "pg-category" }, paper.category));
  for (const topic of paper.topics.filter((each) => each in index.topics)) {
    const link = element("a", { href: addressOf(site, `topics/${topic}/`) });
    const names = Object.entries(index.topics[topic]);
    names.forEach(([lang, name], at) => link.append(at ? " " : "", element("span", { lang }, name)));
    line.append(" · ", link);
  }
  return line;
}
