// Asks the index that site/search/ writes. It is cut into shards by period, a shard's terms into
// blocks; a query takes the blocks that its words stand in, from the latest shard on, until it has
// had its share of bytes. docs/search.md describes the files.

import { foundIn, wanted } from "./search_terms.js";

/** Bytes of blocks that one query may take before it asks whether to go on. */
const SHARE = 95_000;
/** Blocks of a shard that words with a common beginning may take. */
const MOST_BLOCKS = 2;
/** What a word is worth where its posting says: a filter, a takeaway, the TL;DR, the title. */
const WORTH = [0, 1.5, 4, 8];
/** … and if only the word's beginning was asked for. */
const BEGINNING = 0.6;
const AUTHOR = "@";

/** Opens the index below an address; fails with TypeError or SyntaxError if it is not there. */
export async function openIndex(root) {
  const answer = await fetch(new URL("index.json", root), { cache: "no-cache" });
  if (!answer.ok) throw new TypeError(`index.json: ${answer.status}`);
  return new Index(root, await answer.json());
}

export class Index {
  #root;
  #files = new Map();

  constructor(root, list) {
    this.#root = root;
    this.words = list.words;
    this.languages = list.languages;
    this.topics = list.topics;
    this.chunk = list.chunk;
    this.shards = list.shards;
  }

  /**
   * Finds papers: {query, topic, category, from, to}, dates as in 2026-05-12, all but one may be
   * empty. Returns a search that can be gone on with.
   */
  async find(question) {
    const search = new Search(this, question);
    await search.goOn();
    return search;
  }

  /** Returns a file's bytes, decompressed; each is fetched once. */
  async file(path) {
    if (!this.#files.has(path)) {
      const loading = this.#load(path);
      loading.catch(() => this.#files.delete(path));
      this.#files.set(path, loading);
    }
    return this.#files.get(path);
  }

  has(path) {
    return this.#files.has(path);
  }

  async json(path) {
    return JSON.parse(new TextDecoder().decode(await this.file(path)));
  }

  async #load(path) {
    const answer = await fetch(new URL(path, this.#root));
    if (!answer.ok) throw new TypeError(`${path}: ${answer.status}`);
    const plain = answer.body.pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(plain).arrayBuffer());
  }
}

class Search {
  #index;
  #question;
  #waiting;
  #searched = [];

  constructor(index, question) {
    this.#index = index;
    this.#question = question;
    this.query = wanted(question.query ?? "");
    this.#waiting = index.shards.filter(
      (shard) =>
        (!question.to || shard.first <= question.to) &&
        (!question.from || shard.last >= question.from),
    );
    this.found = [];
  }

  /** Whether anything was asked for. */
  get isEmpty() {
    const { topic, category, from, to } = this.#question;
    return !this.query.length && !topic && !category && !from && !to;
  }

  /** Whether every paper was looked at. */
  get isComplete() {
    return this.#waiting.length === 0;
  }

  /** The earliest day that was looked at. */
  get since() {
    return this.#searched.at(-1)?.shard.first ?? null;
  }

  /** Looks at earlier shards, one at least, for another share of bytes. */
  async goOn() {
    if (this.isEmpty) return;
    const tables = await Promise.all(this.#waiting.map((shard) => this.#table(shard)));
    const plans = tables.map((table, at) => this.#plan(this.#waiting[at], table));
    let spent = 0;
    let count = 0;
    while (count < plans.length && (count === 0 || spent + plans[count].cost <= SHARE)) {
      spent += plans[count].cost;
      count += 1;
    }
    const parts = await Promise.all(plans.slice(0, count).map((plan) => this.#look(plan)));
    this.#searched.push(...parts);
    this.#waiting = this.#waiting.slice(count);
    this.found = ranked(this.#searched, this.query.length);
  }

  /** Returns what results show, of some of those that were found. */
  async results(from, to) {
    return Promise.all(this.found.slice(from, to).map((each) => this.#result(each)));
  }

  async #table(shard) {
    return this.#index.json(`${shard.folder}/table.bin`);
  }

  /** Says which blocks of a shard hold the words, and how many bytes they cost. */
  #plan(shard, table) {
    const { topic, category } = this.#question;
    const filters = [topic && `t:${topic}`, category && `c:${category}`].filter(Boolean);
    const lookups = [
      ...this.query.map((word) => lookup(table.starts, word)),
      ...filters.map((term) => lookup(table.starts, { term, beginning: null, author: false })),
    ];
    const blocks = [...new Set(lookups.flat())];
    const missing = blocks.filter((block) => !this.#index.has(`${shard.folder}/${block}.bin`));
    const cost = missing.reduce((sum, block) => sum + table.sizes[block], 0);
    return { shard, table, lookups, filters, cost };
  }

  /** Finds a shard's papers with all words. */
  async #look({ shard, table, lookups, filters }) {
    const blocks = await Promise.all(
      lookups.map((numbers) =>
        Promise.all(numbers.map((block) => this.#index.file(`${shard.folder}/${block}.bin`))),
      ),
    );
    const worths = this.query.map((word, at) => worthOf(word, blocks[at], table.papers));
    const allowed = filters.map((term, at) =>
      worthOf({ term, beginning: null, filter: true }, blocks[this.query.length + at], table.papers),
    );
    const [first, end] = this.#between(table);
    return { shard, table, worths, allowed, first, end };
  }

  /** Returns the numbers of the first paper of the dates asked for and of the first after them. */
  #between({ days, papers }) {
    const { from, to } = this.#question;
    const start = from ? days.find(([day]) => day >= from) : days[0];
    const after = to ? days.find(([day]) => day > to) : undefined;
    return [start ? start[1] : papers, after ? after[1] : papers];
  }

  async #result({ part, number }) {
    const { days } = part.table;
    const place = days.findLastIndex(([, first]) => first <= number);
    const [day, first, hash] = days[place];
    const chunk = Math.floor((number - first) / this.#index.chunk);
    const path = `papers/${day.replaceAll("-", "/")}-${chunk}.bin?v=${hash}`;
    const papers = await this.#index.json(path);
    const values = papers[number - first - chunk * this.#index.chunk];
    const [id, slug, titles, tldr, takeaways, authors, more, category, topics] = values;
    const paper = { id, slug, day, titles, tldr, takeaways, authors, more, category, topics };
    return { ...paper, passage: passage(paper, this.query) };
  }
}

/** Returns the takeaway that shows best why a paper was found, if title and TL;DR do not. */
function passage({ titles, tldr, takeaways }, query) {
  const above = foundIn([...titles, ...tldr].join("\n"), query);
  const counts = takeaways.map((takeaway) => foundIn(takeaway.join("\n"), query));
  const most = Math.max(0, ...counts);
  return most > 0 && above < query.length ? takeaways[counts.indexOf(most)] : null;
}

/** Puts the papers that have all words in order: the best first, of equals the latest. */
function ranked(parts, words) {
  const counts = Array.from({ length: words }, (_, word) =>
    parts.reduce((sum, part) => sum + part.worths[word].reduce((n, worth) => n + (worth > 0), 0), 0),
  );
  const all = parts.reduce((sum, part) => sum + part.table.papers, 0);
  const rarity = counts.map((count) => Math.log(1 + all / (count || 1)));
  const found = [];
  for (const part of parts) {
    for (let number = part.end - 1; number >= part.first; number -= 1) {
      if (!part.allowed.every((filter) => filter[number] > 0)) continue;
      let score = 0;
      let has = 0;
      for (let word = 0; word < words; word += 1) {
        const worth = part.worths[word][number];
        if (worth === 0) break;
        has += 1;
        score += worth * rarity[word];
      }
      if (has === words) found.push({ part, number, score });
    }
  }
  return found.sort((one, other) => other.score - one.score);
}

/** Returns the numbers of the blocks in which a word can stand. */
function lookup(starts, { term, beginning, author }) {
  const exact = author ? [term + AUTHOR] : [term, term + AUTHOR];
  const found = new Set(exact.map((each) => blockOf(starts, each)));
  if (beginning !== null) {
    const low = blockOf(starts, beginning);
    const high = blockOf(starts, `${beginning}\u{10ffff}`);
    for (let block = low; block <= Math.min(high, low + MOST_BLOCKS - 1); block += 1) found.add(block);
  }
  return [...found].filter((block) => block >= 0);
}

/** Returns the number of the last block that begins with a term or one before it; -1: none. */
function blockOf(starts, term) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(starts[middle], term)) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

/** Compares as bytes of UTF-8 do, where UTF-16 puts rare characters before some common ones. */
function isAfter(one, other) {
  const left = [...one];
  const right = [...other];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    if (left[at] !== right[at]) return left[at].codePointAt(0) > right[at].codePointAt(0);
  }
  return left.length > right.length;
}

/** Returns, for each paper of a shard, what a word is worth there; 0 where it does not stand. */
function worthOf({ term, beginning, author, filter }, blocks, papers) {
  const worths = new Float32Array(papers);
  for (const block of blocks) {
    for (const [name, read] of entries(block)) {
      const factor = fits(name, term, beginning, author);
      if (factor === 0) continue;
      for (const [number, weight] of read()) {
        const worth = filter ? 1 : WORTH[weight] * factor;
        if (worth > worths[number]) worths[number] = worth;
      }
    }
  }
  return worths;
}

function fits(name, term, beginning, author) {
  const isName = name.endsWith(AUTHOR);
  if (author && !isName) return 0;
  const plain = isName ? name.slice(0, -1) : name;
  if (plain === term) return 1;
  return beginning !== null && plain.startsWith(beginning) ? BEGINNING : 0;
}

/** Yields each term of a block, and what reads its postings. */
function* entries(block) {
  const decoder = new TextDecoder();
  const name = new Uint8Array(512);
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = block[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  function* postings(start, end) {
    let paper = -1;
    for (at = start; at < end; ) {
      const coded = number();
      paper += Math.floor(coded / 4);
      yield [paper, coded % 4];
    }
  }
  while (at < block.length) {
    const shared = number();
    const tail = number();
    name.set(block.subarray(at, at + tail), shared);
    at += tail;
    const size = number();
    const start = at;
    const end = start + size;
    yield [decoder.decode(name.subarray(0, shared + tail)), () => postings(start, end)];
    at = end;
  }
}
