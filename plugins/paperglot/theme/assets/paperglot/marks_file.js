// What a reader marked and follows, as a file: pure functions of texts and states.
import { KINDS, LISTS, MARKS, VERSION, bounded, cleaned, listing, written } from "./state.js";

const FORMAT = "paperglot-marks";

/** Return the text of a file that holds a state. */
export function exported(state) {
  return `${JSON.stringify({ format: FORMAT, ...JSON.parse(written(state)) }, null, 1)}\n`;
}

/** Return the state that a file's text holds; throw an error `not-marks` or `newer-marks` if it is none. */
export function imported(text) {
  const value = read(text);
  if (value?.format !== FORMAT || !Number.isInteger(value.version)) throw new Error("not-marks");
  if (value.version > VERSION) throw new Error("newer-marks");
  return cleaned(value);
}

// An entry that one follows and the other mutes stays where the first has it.
/** Return both together: of a mark that both have, the later one; of the lists, the entries of both. */
export function merged(one, other) {
  const papers = { ...one.papers };
  for (const [id, theirs] of Object.entries(other.papers)) papers[id] = mergedPaper(papers[id] ?? {}, theirs);
  const lists = LISTS.map((list) => [list, mergedLists(one, other, list)]);
  return bounded(listing({ version: VERSION, papers }, Object.fromEntries(lists)));
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function mergedPaper(one, other) {
  const paper = { ...one, ...other };
  for (const mark of MARKS) if (one[mark] > (other[mark] ?? "")) paper[mark] = one[mark];
  // What has its BibTeX is known better, and of two the one at hand is of this site.
  if (one.about && (one.about.bibtex || !other.about?.bibtex)) paper.about = one.about;
  return paper;
}

function mergedLists(one, other, list) {
  return Object.fromEntries(
    KINDS.map((kind) => {
      const known = new Set(LISTS.flatMap((each) => one[each][kind]).map((entry) => entry.toLowerCase()));
      return [kind, [...one[list][kind], ...other[list][kind].filter((entry) => !known.has(entry.toLowerCase()))]];
    }),
  );
}
