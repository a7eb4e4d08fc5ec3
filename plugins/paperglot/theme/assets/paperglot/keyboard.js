// A list can be read with the keyboard alone; not while typing, not with modifiers.
import { isOpen, setOpen, toggle } from "./details.js";
import { isFolded, unfolding } from "./fold.js";
import { openHelp } from "./help.js";
import { MODES, choose } from "./language.js";
import { toggle as mark } from "./marks.js";
import { barsEnd } from "./place.js";

const TYPING = "input:not([type=radio]), textarea, select, [contenteditable]";
// Enter on these does what it always does.
const ANSWERING = "a, button, summary, input";

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => withRow(open),
  Enter: () => withRow(open),
  Escape: () => withRow((row) => (isOpen(row) ? setOpen(row, false) : null)),
  m: () => withPaper((paper) => mark(paper, "read")),
  s: () => withPaper((paper) => mark(paper, "saved")),
  h: () => withRow((row) => mark(row, "hidden")),
  n: () => follow("next"),
  p: () => follow("prev"),
  "/": search,
  "?": openHelp,
  ...Object.fromEntries(MODES.map((mode, place) => [place + 1, () => choose(mode)])),
};

/** Listen to the keys. */
export function followKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && event.target.closest(ANSWERING)) return;
    const action = Object.hasOwn(ACTIONS, event.key) ? ACTIONS[event.key] : null;
    if (action && action() !== false) event.preventDefault();
  });
}

// What is folded is passed over, unless it was folded while it had the focus.
function rows() {
  const here = current();
  return [...document.querySelectorAll(".pg-row")].filter((row) => row === here || (row.checkVisibility() && !isFolded(row)));
}

function current() {
  return document.activeElement?.closest(".pg-row") ?? null;
}

function open(row) {
  if (isFolded(row)) unfolding(row).click();
  else toggle(row);
}

// The row that is meant: the one with the focus, or else the one at the top of the window.
function withRow(act) {
  const row = current();
  if (!row) return false;
  act(row);
  return true;
}

// A paper's own page is about one paper alone.
function withPaper(act) {
  const paper = document.querySelector(".pg-paper");
  if (!paper) return withRow(act);
  act(paper);
  return true;
}

function move(step) {
  const all = rows();
  const here = all.indexOf(current());
  const next = here < 0 ? entrance(all) : all[here + step];
  if (!next) return all.length > 0;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  // Its scroll margin keeps it clear of the bars.
  next.scrollIntoView({ block: "start", behavior: "instant" });
  return true;
}

function entrance(all) {
  const line = barsEnd();
  return all.find((row) => row.getBoundingClientRect().top >= line - 1) ?? all.at(-1);
}

function follow(relation) {
  const link = document.querySelector(`main a[rel="${relation}"]`);
  if (!link) return false;
  link.click();
  return true;
}

function search() {
  const box = document.querySelector(".pg-search-box input");
  if (!box) return false;
  box.focus();
  box.select();
  return true;
}
