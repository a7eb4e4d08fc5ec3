// Light, dark, or as the system has it.
import { keep, recall, whenChanged } from "./storage.js";
import { bilingual, element } from "./text.js";

const NAME = "scheme";
const SCHEMES = ["auto", "light", "dark"];
const SIGNS = { auto: "◐", light: "☀", dark: "☾" };
const root = document.documentElement;

/** Return the button that goes from one to the next. */
export function paletteButton() {
  const button = element("button", { type: "button", class: "pg-scheme" });
  button.addEventListener("click", () => {
    const next = SCHEMES[(SCHEMES.indexOf(current()) + 1) % SCHEMES.length];
    keep(NAME, next === "auto" ? null : next);
    show(button, next);
  });
  whenChanged(NAME, (scheme) => show(button, scheme));
  show(button, recall(NAME));
  return button;
}

function current() {
  return root.dataset.scheme ?? "auto";
}

function show(button, given) {
  const scheme = SCHEMES.includes(given) ? given : "auto";
  if (scheme === "auto") delete root.dataset.scheme;
  else root.dataset.scheme = scheme;
  const name = element("span", { class: "pg-only-read" }, bilingual("scheme"), ": ", bilingual(`scheme_${scheme}`));
  button.replaceChildren(element("span", { "aria-hidden": "true" }, SIGNS[scheme]), name);
}
