// What is followed comes first in its list; what is muted folds, and stands at the end.
import { authorsOf } from "./about.js";
import { fold, unfold } from "./fold.js";
import { matcher } from "./interests.js";
import { keepingPlace } from "./place.js";
import { has } from "./state.js";
import { bilingual, element } from "./text.js";

const FOLLOWED = 0;
const NEUTRAL = 1;
const MUTED = 2;

const order = new Map(); // rows and groups as they came
const shown = new Set(); // muted ones that the reader opened on this page
let known = null;

/** Arrange the lists of the page, unless what is followed and muted is the same as before. */
export function arrange(state) {
  const lists = JSON.stringify([state.follow, state.mute]);
  if (lists === known) return;
  const isFirst = known === null;
  known = lists;
  if (isFirst) arrangeAll(state);
  else keepingPlace(() => arrangeAll(state));
}

function arrangeAll(state) {
  const focused = document.activeElement;
  const rows = [...document.querySelectorAll(".pg-row[id]")];
  const groups = [...new Set(rows.map((row) => row.closest(".pg-group")))].filter(Boolean);
  for (const each of [...rows, ...groups]) if (!order.has(each)) order.set(each, order.size);
  const follows = matcher(state.follow);
  const mutes = matcher(state.mute);
  sort(rows, (row) => showRow(row, follows, has(state, row.id, "saved") ? () => [] : mutes));
  sort(groups, (group) => showGroup(group, state));
  // What was moved has lost the focus.
  if (focused !== document.activeElement) focused.focus({ preventScroll: true });
}

/** Put those that stand below one element into the order of their ranks; each keeps its place otherwise. */
function sort(elements, rank) {
  const ranks = new Map(elements.map((each) => [each, rank(each)]));
  for (const siblings of Map.groupBy(elements, (each) => each.parentElement).values()) {
    const wanted = siblings.toSorted((a, b) => ranks.get(a) - ranks.get(b) || order.get(a) - order.get(b));
    if (wanted.every((each, at) => each === siblings[at])) continue;
    const place = document.createComment("");
    siblings[0].before(place);
    place.replaceWith(...wanted);
  }
}

function showRow(row, follows, mutes) {
  const paper = facts(row);
  const muted = shown.has(row) ? [] : mutes(paper);
  const followed = muted.length ? [] : follows(paper);
  row.querySelector(":scope > .pg-meta > .pg-why")?.remove();
  if (followed.length) row.querySelector(":scope > .pg-meta").append(why(" · ", "follows", followed));
  if (!muted.length) unfold(row, "muted");
  else if (row.dataset.folded !== "hidden") fold(row, "muted", why("", "muted", muted), () => open(row));
  return muted.length ? MUTED : followed.length ? FOLLOWED : NEUTRAL;
}

function open(row) {
  shown.add(row);
  unfold(row, "muted");
  row.querySelector(".pg-open").focus({ preventScroll: true });
}

// Its own topic is no reason to prefer or fold a row: its whole list is of that topic.
function facts(row) {
  const own = [topicOf(row.closest(".pg-group")), row.closest("[data-topic]")?.dataset.topic];
  const more = row.dataset.authors?.split("|") ?? [];
  return {
    texts: [...row.querySelectorAll(":scope > :is(h2, h3) [lang], :scope > p[lang]")].map((each) => each.textContent),
    authors: [...authorsOf(row).authors, ...more],
    topics: (row.dataset.topics?.split(" ") ?? []).filter((topic) => !own.includes(topic)),
  };
}

function showGroup(group, state) {
  const topic = topicOf(group);
  const isMuted = state.mute.topics.includes(topic) && !shown.has(group);
  const isFollowed = !isMuted && state.follow.topics.includes(topic);
  group.querySelector(":scope > h2 > .pg-why")?.remove();
  group.querySelector(":scope > .pg-folded")?.remove();
  delete group.dataset.folded;
  if (isFollowed) topicHeading(group).append(why(" · ", "followed", []));
  if (isMuted) foldGroup(group);
  return isMuted ? MUTED : isFollowed ? FOLLOWED : NEUTRAL;
}

// A saved paper stays: only those that are not are folded away.
function foldGroup(group) {
  const button = element("button", { type: "button" }, bilingual("show_again"));
  const line = element("p", { class: "pg-folded" }, why("", "muted", []), button);
  button.addEventListener("click", () => {
    shown.add(group);
    delete group.dataset.folded;
    line.remove();
    topicHeading(group).querySelector("a").focus({ preventScroll: true });
  });
  topicHeading(group).after(line);
  group.dataset.folded = "muted";
}

function topicHeading(group) {
  return group.querySelector(":scope > h2");
}

function topicOf(group) {
  return group ? topicHeading(group).id : null;
}

function why(before, key, entries) {
  const made = element("span", { class: "pg-why" }, before, bilingual(key));
  for (const [at, [kind, entry]] of entries.entries()) made.append(at ? ", " : ": ", kind === "topics" ? title(entry) : entry);
  return made;
}

// The bar of topics knows what they are called.
function title(topic) {
  const link = document.querySelector(`.pg-chips [data-topic="${CSS.escape(topic)}"]`)?.cloneNode(true);
  link?.querySelector("b")?.remove();
  return element("span", {}, ...(link?.childNodes ?? [topic]));
}
