// Whether a paper is what a reader follows or mutes: pure functions of texts.

// A hyphen is as good as a space.
const GAP = "[\\s\\p{Pd}]+";
const LETTER = "(?!\\p{Script=Han})[\\p{L}\\p{N}]";

/** Return a function that gives the entries that a paper `{texts, authors, topics}` fits, as `[kind, entry]`. */
export function matcher({ words, authors, topics }) {
  const patterns = words.map((entry) => [entry, pattern(entry)]);
  const names = authors.map((entry) => [entry, ` ${plain(entry)}`]);
  return (paper) => {
    const texts = patterns.length ? paper.texts.map(plain) : [];
    const people = names.length ? paper.authors.map((name) => ` ${plain(name)}`) : [];
    return [
      ...patterns.filter(([, each]) => texts.some((text) => each.test(text))).map(([entry]) => ["words", entry]),
      // A whole name or its end: the family name alone will do.
      ...names.filter(([, each]) => people.some((name) => name.endsWith(each))).map(([entry]) => ["authors", entry]),
      ...topics.filter((topic) => paper.topics.includes(topic)).map((topic) => ["topics", topic]),
    ];
  };
}

/** Return a text in lower case and without accents. */
function plain(text) {
  const letters = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return letters.replace(/\s+/g, " ").trim();
}

// Whole words where letters make words; Chinese has no spaces between them.
function pattern(entry) {
  const isOpen = entry.endsWith("*");
  const pieces = plain(isOpen ? entry.slice(0, -1) : entry).split(/[\s\p{Pd}]+/u).filter(Boolean);
  const body = pieces.map((piece) => piece.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join(GAP);
  if (!body) return /$^/;
  const end = isOpen ? "" : `(?!${LETTER})`;
  return new RegExp(`${isLetter(pieces[0].at(0)) ? `(?<!${LETTER})` : ""}${body}${isLetter(pieces.at(-1).at(-1)) ? end : ""}`, "u");
}

function isLetter(character) {
  return new RegExp(LETTER, "u").test(character);
}
