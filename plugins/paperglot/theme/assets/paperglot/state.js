// What a reader marked and follows, as a value; it knows neither the page nor the browser's storage.
// docs/marks.md describes its JSON.

export const VERSION = 1;
export const MARKS = ["read", "saved", "hidden"];
export const LISTS = ["follow", "mute"];
export const KINDS = ["words", "authors", "topics"];

const MOST_SAVED = 2000;
const MOST_PAPERS = 10_000; // beyond it the oldest go that are not saved
const MOST_ENTRIES = 300;
const MOST_AUTHORS = 20; // that are shown beside a saved paper; its BibTeX names them all
const LONGEST = 600; // characters of a text
const LONGEST_BIBTEX = 10_000;
const IDENTIFIER = /^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const BIBTEX = /^@[a-z]+\{/;
const CATEGORY = /^[a-z-]+(\.[A-Za-z-]+)?$/;

/** Return what a reader has who marked nothing. */
export function nothing() {
  return { version: VERSION, papers: {}, follow: noEntries(), mute: noEntries() };
}

/** Return the state that a text holds; what is damaged is left out. */
export function parsed(text) {
  try {
    return cleaned(JSON.parse(text ?? "{}"));
  } catch {
    return nothing();
  }
}

/** Return the text that holds a state, without what is empty. */
export function written(state) {
  const filled = (lists) => Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length));
  const { version, papers } = state;
  const lists = LISTS.map((name) => [name, filled(state[name])]).filter(([, of]) => Object.keys(of).length);
  return JSON.stringify({ version, papers, ...Object.fromEntries(lists) });
}

/** Return the state in what JSON held; whatever is not as it should be is left out. */
export function cleaned(value) {
  if (!isRecord(value)) return nothing();
  const entries = isRecord(value.papers) ? Object.entries(value.papers) : [];
  const papers = entries.filter(([id]) => IDENTIFIER.test(id)).map(([id, paper]) => [id, cleanPaper(paper)]);
  const kept = Object.fromEntries(papers.filter(([, paper]) => MARKS.some((mark) => paper[mark])));
  return bounded(listing({ version: VERSION, papers: kept }, value));
}

/** Say whether a paper has a mark. */
export function has(state, id, mark) {
  return Boolean(state.papers[id]?.[mark]);
}

/** Say whether no more papers can be saved. */
export function isFull(state) {
  return savedPapers(state).length >= MOST_SAVED;
}

/** Return the saved papers as `[id, marks]`, the latest first. */
export function savedPapers(state) {
  const found = Object.entries(state.papers).filter(([, paper]) => paper.saved);
  return found.sort(([, one], [, other]) => (one.saved < other.saved ? 1 : -1));
}

/** Return a state in which a paper has a mark, or has it no more. `now` is an ISO time in UTC. */
export function toggled(state, id, mark, now) {
  if (!MARKS.includes(mark) || !IDENTIFIER.test(id)) return state;
  const { [id]: before = {}, ...others } = state.papers;
  const { [mark]: was, ...rest } = before;
  const after = was ? rest : { ...rest, [mark]: now };
  if (!after.saved) delete after.about;
  const left = MARKS.some((each) => after[each]);
  return bounded({ ...state, papers: left ? { ...others, [id]: after } : others });
}

/** Return a state in which it is known what a saved paper is about; BibTeX once known stays. */
export function described(state, id, about) {
  if (!has(state, id, "saved")) return state;
  const before = state.papers[id].about;
  if (before?.bibtex && !about.bibtex) return state;
  const paper = { ...state.papers[id], about: cleanAbout(about) };
  return { ...state, papers: { ...state.papers, [id]: paper } };
}

/** Say whether anything is followed or muted. */
export function hasEntries(state) {
  return LISTS.some((name) => KINDS.some((kind) => state[name][kind].length));
}

/** Return a state with other lists. */
export function listing(state, lists) {
  return { ...state, ...Object.fromEntries(LISTS.map((name) => [name, cleanLists(lists[name])])) };
}

/** Return a state of as many papers as are kept: the saved ones first, then the latest. */
export function bounded(state) {
  const all = Object.entries(state.papers);
  if (all.length <= MOST_PAPERS) return state;
  const latest = (paper) => MARKS.map((mark) => paper[mark] ?? "").sort().at(-1);
  const rank = ([, paper]) => (paper.saved ? `1${paper.saved}` : `0${latest(paper)}`);
  const kept = all.sort((one, other) => (rank(one) < rank(other) ? 1 : -1)).slice(0, MOST_PAPERS);
  return { ...state, papers: Object.fromEntries(kept) };
}

function noEntries() {
  return { words: [], authors: [], topics: [] };
}

function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fits(value, pattern) {
  return typeof value === "string" && pattern.test(value);
}

function cleanPaper(value) {
  if (!isRecord(value)) return {};
  const marks = MARKS.filter((mark) => fits(value[mark], MOMENT)).map((mark) => [mark, value[mark]]);
  const paper = Object.fromEntries(marks);
  if (paper.saved && isRecord(value.about)) paper.about = cleanAbout(value.about);
  return paper;
}

function cleanAbout({ titles, authors, more, day, category, bibtex }) {
  const about = { titles: texts(titles, 2), authors: texts(authors, MOST_AUTHORS) };
  if (more === true || (Array.isArray(authors) && authors.length > MOST_AUTHORS)) about.more = true;
  if (fits(day, DAY)) about.day = day;
  if (fits(category, CATEGORY)) about.category = category;
  if (fits(bibtex, BIBTEX) && bibtex.length <= LONGEST_BIBTEX) about.bibtex = bibtex;
  return about;
}

function cleanLists(value) {
  const lists = isRecord(value) ? value : {};
  return Object.fromEntries(KINDS.map((kind) => [kind, [...new Set(texts(lists[kind], MOST_ENTRIES))]]));
}

function texts(value, most) {
  const given = Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  const whole = given.map((each) => each.replace(/\s+/g, " ").trim().slice(0, LONGEST));
  return whole.filter(Boolean).slice(0, most);
}
