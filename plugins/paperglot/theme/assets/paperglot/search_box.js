// The search box in the header: a combobox with a list of papers below it, as
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ describes it.

import { debounced } from "./search.js";
import { openIndex } from "./search_index.js";
import { addressOf, element, said, titles } from "./search_rows.js";
import { identifier } from "./search_terms.js";

const SHOWN = 6;

/** Gives a form its list. */
export function start(form) {
  const box = new Box(form);
  box.listen();
}

class Box {
  #form;
  #input;
  #list;
  #status;
  #site;
  #index = null;
  #asked = "";
  #papers = [];
  #active = -1;

  constructor(form) {
    this.#form = form;
    this.#site = new URL("..", form.action.replace(/[?#].*$/, "").replace(/index\.html$/, ""));
    this.#input = form.elements.namedItem("q");
    const id = `${this.#input.id || "pg-search"}-list`;
    this.#list = element("div", { id, role: "listbox", class: "pg-suggestions", hidden: "" });
    this.#list.setAttribute("aria-label", this.#input.getAttribute("aria-label") ?? "Search");
    this.#status = element("p", { role: "status", class: "pg-search-status" });
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-expanded": "false",
      "aria-autocomplete": "list", "aria-controls": id,
    })) this.#input.setAttribute(name, value);
    form.append(this.#list, this.#status);
  }

  listen() {
    const ask = debounced(() => this.#ask());
    this.#input.addEventListener("input", ask);
    this.#input.addEventListener("keydown", (event) => this.#press(event));
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.#form.addEventListener("focusout", (event) => {
      if (!this.#form.contains(event.relatedTarget)) this.#close();
    });
    if (this.#input.value) this.#ask();
    else this.#load();
  }

  async #load() {
    try {
      this.#index ??= await openIndex(this.#site.href + "search/");
    } catch {
      // The form still leads to the search page, which says what is wrong.
    }
    return this.#index;
  }

  async #ask() {
    const text = this.#input.value;
    this.#asked = text;
    const index = await this.#load();
    if (!index) return;
    try {
      const search = await index.find({ query: text });
      const papers = await search.results(0, SHOWN);
      if (this.#asked === text) this.#show(search, papers);
    } catch {
      this.#close();
    }
  }

  #show(search, papers) {
    this.#papers = papers;
    this.#activate(-1);
    this.#list.replaceChildren(...papers.map((paper, at) => this.#option(paper, at, search.query)));
    this.#status.replaceChildren();
    if (search.isEmpty) return this.#close();
    const key = papers.length === 0 ? "search_none" : search.isComplete ? "search_results" : "search_at_least";
    this.#status.append(...said(this.#index, key, search.found.length));
    const foot = element("div", { class: "pg-suggestions-foot", "aria-hidden": "true" });
    foot.append(...this.#status.cloneNode(true).childNodes);
    this.#list.append(foot);
    this.#open();
  }

  #option(paper, at, query) {
    const made = element("div", { role: "option", id: `${this.#list.id}-${at}`, "aria-selected": "false" });
    const about = element("small", {}, `${paper.day} · ${paper.authors.join(", ")}`);
    made.append(...titles(paper, this.#index, query), about);
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("click", () => this.#go(paper));
    return made;
  }

  #press(event) {
    if (event.isComposing) return;
    const last = this.#papers.length - 1;
    if (event.key === "Escape" && !this.#list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (event.key === "ArrowDown" && last >= 0) {
      event.preventDefault();
      this.#open();
      this.#activate(this.#active < last ? this.#active + 1 : 0);
    } else if (event.key === "ArrowUp" && last >= 0) {
      event.preventDefault();
      this.#open();
      this.#activate(this.#active > 0 ? this.#active - 1 : last);
    }
  }

  #submit(event) {
    const isKnown = identifier(this.#input.value);
    const chosen = this.#papers[this.#active];
    const exact = this.#papers.find((paper) => paper.id.toLowerCase() === isKnown);
    if (!chosen && !exact) return;
    event.preventDefault();
    this.#go(chosen ?? exact);
  }

  #go(paper) {
    location.assign(addressOf(this.#site, `papers/${paper.slug}/`));
  }

  #activate(at) {
    this.#active = at;
    [...this.#list.querySelectorAll('[role="option"]')].forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === at));
      if (place === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", `${this.#list.id}-${at}`);
  }

  #open() {
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
  }

  #close() {
    this.#list.hidden = true;
    this.#activate(-1);
    this.#input.setAttribute("aria-expanded", "false");
  }
}
