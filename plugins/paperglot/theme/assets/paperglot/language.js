// Which languages are shown: both, only the first, only the second.
import { keepingPlace } from "./place.js";
import { keep, recall, whenChanged } from "./storage.js";
import { bilingual, element, heard, nameChoices } from "./text.js";
import { second, words } from "./words.js";

const NAME = "language";
const root = document.documentElement;

/** The modes in their order on the switch. */
export const MODES = ["first", "both", "second"];

/** Return the switch: a group of radio buttons. */
export function languageSwitch() {
  const group = element("fieldset", { class: "pg-languages" }, element("legend", { class: "pg-only-read" }, bilingual("language")));
  group.append(
    choice("first", "en", "language_short", 0, "language_english"),
    choice("both", second, "language_both_short", 1, "language_both"),
    choice("second", second, "language_short", 1, "language_second"),
  );
  group.addEventListener("change", (event) => choose(event.target.value));
  show(recall(NAME));
  whenChanged(NAME, (mode) => keepingPlace(() => show(mode)));
  return group;
}

/** Show the languages of a mode from now on, also on other pages. */
export function choose(mode) {
  keepingPlace(() => show(mode));
  keep(NAME, mode === "both" ? null : mode);
  dispatchEvent(new CustomEvent("paperglot:language", { detail: mode }));
}

function show(given) {
  const mode = MODES.includes(given) ? given : "both";
  if (mode === "both") delete root.dataset.language;
  else root.dataset.language = mode;
  root.lang = mode === "second" ? second : "en";
  nameChoices();
  check(mode);
}

function check(mode) {
  queueMicrotask(() => {
    for (const input of document.querySelectorAll(".pg-languages input")) input.checked = input.value === mode;
  });
}

function choice(mode, tag, key, language, name) {
  const input = element("input", { type: "radio", name: "pg-language", value: mode });
  const seen = element("span", { lang: tag, "aria-hidden": "true" }, words[key][language]);
  return element("label", {}, input, seen, heard(name));
}
