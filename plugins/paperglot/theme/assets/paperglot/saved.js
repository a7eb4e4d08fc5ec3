// The page of saved papers: the latest first, with BibTeX of all of them.
import { fetched } from "./about.js";
import { download } from "./download.js";
import { startFile } from "./file_form.js";
import { startFollowing } from "./follow_form.js";
import { equip, showAll } from "./marks.js";
import { change, current, watch } from "./marks_store.js";
import { addBars } from "./rows.js";
import { described, savedPapers } from "./state.js";
import { element } from "./text.js";
import { second } from "./words.js";

const AT_ONCE = 3; // requests for papers' own pages
const rows = new Map();
let page = null;

/** Build the page in place of what it says without scripts. */
export function startSaved(place) {
  page = place;
  page.querySelector("h1").append(" ", element("small", { "data-part": "count" }));
  part("needs").replaceWith(page.querySelector("template").content);
  part("copy").addEventListener("click", copy);
  part("download").addEventListener("click", () => download("saved.bib", "application/x-bibtex", asBibtex()));
  part("again").addEventListener("click", complete);
  watch(show);
  startFollowing(part("lists"));
  startFile(part("file"), { onImport: complete, onForget: clear });
  page.dataset.built = "";
  complete();
}

function part(name) {
  return page.querySelector(`[data-part="${name}"]`);
}

/** Return one of the page's own words, in both languages. */
function word(name) {
  return page.querySelector(`[data-word="${name}"]`).content.cloneNode(true);
}

// Each as its own page has it; of what could not be fetched yet the page says so.
function asBibtex() {
  const known = savedPapers(current()).map(([, { about }]) => about?.bibtex).filter(Boolean);
  return known.map((text) => `${text}\n`).join("\n");
}

function show(state) {
  const papers = savedPapers(state);
  const known = papers.filter(([, { about }]) => about?.bibtex);
  part("empty").hidden = papers.length > 0;
  part("tools").hidden = known.length === 0;
  part("missing").hidden = known.length === papers.length;
  part("count").textContent = papers.length.toLocaleString("en");
  const made = papers.map(([id, { about }]) => row(id, about ?? {})).filter(Boolean);
  if (!made.length) return;
  // What is taken off stays where it is until the page is left, so that it can be put back.
  const isWhole = [...rows.keys()].every((id) => state.papers[id]?.saved);
  if (isWhole) part("papers").append(...papers.map(([id]) => rows.get(id).element));
  else part("papers").prepend(...made.filter((each) => !each.isConnected));
  addBars(made);
  equip(made, ["saved", "read"]);
  showAll(state);
}

/** Return a new row for a paper, or nothing where the one that it has still holds. */
function row(id, about) {
  const said = JSON.stringify(about);
  const before = rows.get(id);
  if (before?.said === said) return null;
  const made = element("article", { class: "pg-row", id }, heading(id, about), facts(about));
  before?.element.replaceWith(made);
  rows.set(id, { element: made, said });
  return made;
}

function heading(id, { titles = [] }) {
  const link = element("a", { href: address(id) });
  const texts = titles.length ? titles : [`arXiv:${id}`];
  for (const [at, text] of texts.entries()) link.append(at ? " " : "", element("span", { lang: at ? second : "en" }, text));
  return element("h2", {}, link);
}

function facts({ authors = [], more, category, day, bibtex }) {
  const names = authors.join(", ") + (more ? " …" : "");
  const line = element("p", { class: "pg-meta" }, [names, category, day].filter(Boolean).join(" · "));
  if (!bibtex) line.append(" ", element("span", { class: "pg-label" }, word("unfetched")));
  return line;
}

function address(id) {
  return part("papers").dataset.papers.replace("PAPER", id.replace("/", "-"));
}

async function copy() {
  const key = await navigator.clipboard.writeText(asBibtex()).then(
    () => "copied",
    () => "not-copied",
  );
  part("said").replaceChildren(word(key));
}

function clear() {
  rows.clear();
  part("papers").replaceChildren();
}

// Papers whose pages could not be read when they were saved.
async function complete() {
  part("again").disabled = true;
  const waiting = savedPapers(current()).filter(([, { about }]) => !about?.bibtex);
  const work = async () => {
    while (waiting.length) {
      const [id] = waiting.shift();
      const about = await fetched(address(id)).catch(() => null);
      if (about) change((state) => described(state, id, about));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  part("again").disabled = false;
}
