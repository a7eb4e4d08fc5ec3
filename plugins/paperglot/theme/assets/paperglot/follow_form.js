// What a reader follows and mutes: added by a form, taken off by a button each.
import { change, watch } from "./marks_store.js";
import { KINDS, LISTS, listing } from "./state.js";
import { element } from "./text.js";

let place = null;

/** Let the form work, and show what is followed and muted. */
export function startFollowing(given) {
  place = given;
  const form = place.querySelector("form");
  form.addEventListener("change", () => choose(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(form, event.submitter.value);
  });
  place.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-entry]");
    if (button) remove(button);
  });
  watch(show);
}

function choose({ elements }) {
  const isTopic = elements.kind.value === "topics";
  elements.text.closest("label").hidden = isTopic;
  elements.topic.closest("label").hidden = !isTopic;
}

function add({ elements }, list) {
  const kind = elements.kind.value;
  const entry = (kind === "topics" ? elements.topic : elements.text).value.replace(/\s+/g, " ").trim();
  if (!entry) return elements.text.focus();
  // What is followed is not muted as well.
  change((state) => {
    const { [list]: own } = without(state, kind, entry);
    return listing(state, { ...without(state, kind, entry), [list]: { ...own, [kind]: [...own[kind], entry] } });
  });
  elements.text.value = "";
}

function remove({ dataset }) {
  change((state) => listing(state, without(state, dataset.kind, dataset.entry)));
  place.querySelector("summary").focus({ preventScroll: true });
}

/** Return both lists without an entry, however it is capitalised. */
function without(state, kind, entry) {
  const isOther = (each) => each.toLowerCase() !== entry.toLowerCase();
  return Object.fromEntries(LISTS.map((list) => [list, { ...state[list], [kind]: state[list][kind].filter(isOther) }]));
}

function show(state) {
  let number = 0;
  for (const list of LISTS) {
    const entries = KINDS.flatMap((kind) => state[list][kind].map((entry) => chip(kind, entry)));
    number += entries.length;
    place.querySelector(`[data-list="${list}"]`).replaceChildren(...(entries.length ? entries : [element("span", {}, word("none"))]));
  }
  place.querySelector('[data-part="number"]').textContent = number || "";
}

function chip(kind, entry) {
  const button = element("button", { type: "button", "data-kind": kind, "data-entry": entry });
  const named = () => (kind === "topics" ? title(entry) : entry);
  button.append(element("span", { "aria-hidden": "true" }, "×"), element("span", { class: "pg-only-read" }, word("remove"), ": ", named()));
  // A word says itself that it is one.
  const said = kind === "words" ? [] : [element("small", {}, word(kind)), " "];
  return element("span", {}, ...said, named(), button);
}

function title(topic) {
  return place.querySelector(`[data-topic="${CSS.escape(topic)}"]`)?.content.cloneNode(true) ?? topic;
}

function word(name) {
  return place.querySelector(`[data-word="${name}"]`).content.cloneNode(true);
}
