// The site's own words, each in both languages and marked as what it is.
import { second, words } from "./words.js";

/** Return an element with attributes and children; strings become text. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Return a word in both languages; once if they agree. */
export function bilingual(key) {
  const [english, translated] = words[key];
  const made = document.createDocumentFragment();
  made.append(element("span", { lang: "en" }, english));
  if (translated !== english) made.append(" ", element("span", { lang: second }, translated));
  return made;
}

/** Return the same for readers of a screen alone. */
export function heard(key) {
  return element("span", { class: "pg-only-read" }, bilingual(key));
}

/** Of a list's choices, which are there once in each language, show those chosen in the page's. */
export function nameChoices() {
  for (const list of document.querySelectorAll("select:has(> optgroup[lang])")) {
    const same = [...list.options].filter((option) => option.value === list.value);
    const own = same.find((option) => option.parentElement.lang === document.documentElement.lang);
    if (own) own.selected = true;
  }
}
