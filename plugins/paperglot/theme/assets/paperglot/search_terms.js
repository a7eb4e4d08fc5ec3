// What is a word of a query or text: the same as site/search/terms.py says when the index is made.

const HAN = "\\u3005\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const LETTER = `(?:(?![${HAN}])[\\p{L}\\p{N}])`;
const HYPHEN = /[-\u2010\u2011]/;
const WORD = new RegExp(`[${HAN}]+|${LETTER}+(?:[-\\u2010\\u2011]${LETTER}+)*`, "gu");
// The same in a text as it is printed, where accents may stand apart.
const PRINTED = new RegExp(`[${HAN}]+|(?:${LETTER}\\p{M}*)+`, "gu");
const STARTS_HAN = new RegExp(`^[${HAN}]`, "u");
const ACCENTS = /[\u0300-\u036f]/g;
const LETTERS = {
  ł: "l", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th",
};
const STOP = new Set(
  ("a an and are as at be by can for from has have in into is it its of on or our that the their" +
    " these this to via we which with").split(" "),
);
const LONGEST = 32;
const IDENTIFIER =
  /^(?:https?:\/\/(?:www\.)?arxiv\.org\/(?:abs|pdf|html)\/|arxiv:)?(\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?$/i;
const PART = /(author|au|作者)[:：]\s*(?:"([^"]*)"|(\S*))|(\S+)/giu;

/** Returns a text without case and accents. */
export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(ACCENTS, "")
    .replace(/[łøđðħıßæœþ]/g, (letter) => LETTERS[letter]);
}

/** Takes the plural's ending from an English word. */
export function stem(word) {
  if (word.length <= 3 || !word.endsWith("s")) return word;
  if (word.endsWith("ies")) return /[ae]ies$/.test(word) ? word : `${word.slice(0, -3)}y`;
  if (word.endsWith("es")) return /[aeo]es$/.test(word) ? word : word.slice(0, -1);
  return /[us]s$/.test(word) ? word : word.slice(0, -1);
}

/** Returns the identifier that a text is, if it is one. */
export function identifier(text) {
  return IDENTIFIER.exec(text.trim())?.[1].toLowerCase() ?? null;
}

/**
 * Returns what a query asks for: words that must all be found.
 * Each is {term, beginning, author}: `beginning` is what longer words may begin with, or null.
 */
export function wanted(query) {
  const found = [];
  for (const part of query.matchAll(PART)) {
    const author = part[1] !== undefined;
    const text = author ? (part[2] ?? part[3]) : part[4];
    const known = author ? null : identifier(text);
    const atEnd = part.index + part[0].length === query.length && !part[0].endsWith('"');
    if (known) found.push({ term: known, beginning: null, author: false });
    else found.push(...words(text, atEnd).map((word) => ({ ...word, author })));
  }
  const keys = new Map(found.map((word) => [`${word.term} ${word.author}`, word]));
  return [...keys.values()];
}

function words(text, isBeingTyped) {
  const folded = fold(text);
  const found = [];
  for (const match of folded.matchAll(WORD)) {
    if (STARTS_HAN.test(match[0])) {
      const pairs = pairsOf(match[0]);
      found.push(
        ...pairs.map((pair) => ({ term: pair, beginning: [...pair].length < 2 ? pair : null })),
      );
    } else {
      const last = match.index + match[0].length === folded.length;
      const word = match[0].split(HYPHEN).join("").slice(0, LONGEST);
      if (STOP.has(word)) continue;
      const beginning = isBeingTyped && last && word.length > 1 ? word : null;
      found.push({ term: stem(word), beginning });
    }
  }
  return found;
}

function pairsOf(run) {
  const characters = [...run];
  if (characters.length < 2) return [run];
  return characters.slice(1).map((character, at) => characters[at] + character);
}

/** Returns a text cut into [stretch, whether the query asks for it]. */
export function marked(text, query) {
  const inside = query.filter((word) => !word.author);
  const pieces = [];
  let end = 0;
  for (const [from, to] of spans(text, inside)) {
    if (from > end) pieces.push([text.slice(end, from), false]);
    pieces.push([text.slice(from, to), true]);
    end = to;
  }
  if (end < text.length) pieces.push([text.slice(end), false]);
  return pieces;
}

/** Returns how many of the words that a query asks for stand in a text. */
export function foundIn(text, query) {
  return query.filter((word) => !word.author && spans(text, [word]).length > 0).length;
}

function spans(text, query) {
  const found = [];
  for (const match of text.matchAll(PRINTED)) {
    const start = match.index;
    if (STARTS_HAN.test(match[0])) found.push(...spansOfRun(match[0], start, query));
    else if (query.some((word) => fits(match[0], word) || fitsCompound(text, match, word)))
      found.push([start, start + match[0].length]);
  }
  return joined(found);
}

function spansOfRun(run, start, query) {
  const found = [];
  for (const { term } of query) {
    for (let at = run.indexOf(term); at >= 0; at = run.indexOf(term, at + 1))
      found.push([start + at, start + at + term.length]);
  }
  return found.sort((one, other) => one[0] - other[0]);
}

function fits(printed, { term, beginning }) {
  const word = fold(printed);
  return stem(word) === term || (beginning !== null && word.startsWith(beginning));
}

/** Whether a word is part of a compound such as fine-tuning that the query asks for. */
function fitsCompound(text, match, word) {
  const start = match.index;
  const isPart = HYPHEN.test(text[start - 1] ?? "") || HYPHEN.test(text[start + match[0].length] ?? "");
  if (!isPart) return false;
  const head = /[^\s]*$/u.exec(text.slice(0, start))[0];
  const tail = /^[^\s]*/u.exec(text.slice(start))[0];
  const compound = [...(head + tail).matchAll(WORD)].find(
    (each) => each.index <= head.length && head.length < each.index + each[0].length,
  );
  return compound !== undefined && fits(compound[0].split(HYPHEN).join(""), word);
}

function joined(found) {
  const made = [];
  for (const [from, to] of found) {
    const last = made.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else made.push([from, to]);
  }
  return made;
}
