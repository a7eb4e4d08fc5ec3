// A row folded to one line, which says why and brings it back.
import { bilingual, element } from "./text.js";

const LINE = ":scope > .pg-folded";

/** Say whether a row is folded. */
export function isFolded(row) {
  return "folded" in row.dataset;
}

/** Fold a row for a reason, which `said` names; `undo` is called by the button that brings it back. */
export function fold(row, reason, said, undo) {
  row.querySelector(LINE)?.remove();
  const titles = [...row.querySelectorAll(":scope > :is(h2, h3) [lang]")].flatMap((title) => [" ", title.cloneNode(true)]);
  const button = element("button", { type: "button" }, bilingual("show_again"));
  button.addEventListener("click", undo);
  row.prepend(element("p", { class: "pg-folded" }, element("span", {}, said, " ·", ...titles), button));
  row.dataset.folded = reason;
}

/** Unfold a row, if it was folded for this reason. */
export function unfold(row, reason) {
  if (row.dataset.folded !== reason) return;
  row.querySelector(LINE).remove();
  delete row.dataset.folded;
}

/** Return the button of a folded row. */
export function unfolding(row) {
  return row.querySelector(`${LINE} button`);
}
