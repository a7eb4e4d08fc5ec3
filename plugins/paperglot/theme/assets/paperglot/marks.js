// Read, saved, hidden: each row has a button for each, and a hidden one folds to a line.
import { fold, unfold, unfolding } from "./fold.js";
import { change, current, watch } from "./marks_store.js";
import { MARKS, described, has, isFull, toggled } from "./state.js";
import { bilingual, element } from "./text.js";

const PAPER = ".pg-row[id], .pg-paper";
const SIGNED = { saved: "mark_save", read: "mark_read", hidden: "mark_hide" };
let isWarned = false;

/** Give the papers of a page their buttons and follow what happens to them. */
export function buildMarks() {
  const paper = document.querySelector(".pg-paper");
  paper?.querySelector("header").append(element("div", { class: "pg-actions" }));
  equip(document.querySelectorAll(PAPER));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-mark]");
    if (button) toggle(button.closest(PAPER), button.dataset.mark);
  });
  watch(showAll);
  // What is known of a saved paper may be of an earlier version.
  if (paper && has(current(), paper.id, "saved")) describe(paper);
}

/** Give papers their buttons, in the bars that they have; to hide one makes sense in a list alone. */
export function equip(papers, marks = ["saved", "read", "hidden"]) {
  const buttons = element("span", { class: "pg-marks" }, ...marks.map(button));
  for (const paper of papers) {
    const own = buttons.cloneNode(true);
    if (paper.matches(".pg-paper")) buttonOf(own, "hidden").remove();
    bar(paper)?.append(own);
  }
}

/** Show on all papers of the page what they are marked as. */
export function showAll(state) {
  for (const paper of document.querySelectorAll(PAPER)) show(paper, state);
}

/** Give a paper a mark, or take it off. */
export function toggle(paper, mark) {
  if (!paper?.id || !buttonOf(paper, mark)) return;
  const isSaving = mark === "saved" && !has(current(), paper.id, mark);
  if (isSaving && isFull(current())) return warn(paper, "marks_full");
  const hadFocus = paper.contains(document.activeElement) && paper !== document.activeElement;
  const isKept = change((state) => toggled(state, paper.id, mark, new Date().toISOString()));
  if (mark === "hidden" && hadFocus) focusAfterFolding(paper);
  if (!isKept && !isWarned) warn(paper, "marks_not_kept");
  if (isSaving) describe(paper);
}

function button(mark) {
  const made = element("button", { type: "button", "data-mark": mark, "aria-pressed": "false" });
  made.append(element("span", {}, bilingual(SIGNED[mark])));
  return made;
}

function buttonOf(place, mark) {
  return place.querySelector(`[data-mark="${mark}"]`);
}

function bar(paper) {
  return paper.querySelector(":scope > .pg-actions, :scope > header > .pg-actions");
}

function show(paper, state) {
  const marks = MARKS.filter((mark) => has(state, paper.id, mark));
  if (marks.join(" ") === (paper.dataset.marks ?? "")) return;
  paper.dataset.marks = marks.join(" ");
  for (const each of paper.querySelectorAll("[data-mark]")) {
    each.setAttribute("aria-pressed", String(marks.includes(each.dataset.mark)));
  }
  if (!paper.matches(".pg-row") || !buttonOf(paper, "hidden")) return;
  if (!marks.includes("hidden")) unfold(paper, "hidden");
  else fold(paper, "hidden", bilingual("hidden_paper"), () => toggle(paper, "hidden"));
}

// What had the focus is not there any more.
function focusAfterFolding(paper) {
  const next = unfolding(paper) ?? buttonOf(bar(paper), "hidden");
  next?.focus({ preventScroll: true });
}

// What the row says will do until the paper's own page has been asked; the saved papers' page asks again.
async function describe(paper) {
  const { fetched, fromPage, fromRow } = await import("./about.js");
  const isRow = paper.matches(".pg-row");
  const know = (about) => change((state) => described(state, paper.id, about));
  know(isRow ? fromRow(paper) : fromPage(document));
  if (!isRow) return;
  await fetched(paper.querySelector(":scope > :is(h2, h3) a[href]").href).then(know, () => {});
}

function warn(paper, key) {
  isWarned ||= key === "marks_not_kept";
  paper.querySelector(":scope .pg-warning")?.remove();
  const place = element("p", { class: "pg-meta pg-warning", role: "status" });
  (paper.matches(".pg-row") ? paper : paper.querySelector("header")).append(place);
  // A status is read out when it changes, not when it comes.
  place.append(bilingual(key));
}
