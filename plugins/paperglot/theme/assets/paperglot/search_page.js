// The search page: results as you type, filters, and an address that holds the question.

import { debounced } from "./search.js";
import { openIndex } from "./search_index.js";
import { element, row, said } from "./search_rows.js";
import { nameChoices } from "./text.js";

const SHOWN = 10;
const FIELDS = { query: "q", topic: "topic", category: "category", from: "from", to: "to" };

/** Takes over the page's form and asks what its address asks. */
export function start(form) {
  const page = new Page(form);
  page.listen();
}

class Page {
  #form;
  #results;
  #status;
  #more;
  #site;
  #index = null;
  #asked = 0;

  constructor(form) {
    this.#form = form;
    this.#site = new URL("..", form.action.replace(/[?#].*$/, "").replace(/index\.html$/, ""));
    this.#results = this.#part("results");
    this.#status = this.#part("status");
    this.#more = this.#part("more");
    this.#notice("hint");
  }

  listen() {
    // Who was faster than this script has typed already.
    if (!Object.values(this.#question()).some(Boolean)) this.#fill();
    const later = debounced(() => this.#ask());
    this.#form.addEventListener("input", later);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask();
    });
    this.#form.addEventListener("focusin", () => this.#load().catch(() => {}), { once: true });
    document.addEventListener("keydown", (event) => this.#press(event));
    addEventListener("popstate", () => {
      this.#fill();
      this.#ask();
    });
    if (Object.values(this.#question()).some(Boolean)) this.#ask();
  }

  #fill() {
    const asked = new URLSearchParams(location.search);
    for (const name of Object.values(FIELDS)) this.#field(name).value = asked.get(name) ?? "";
    nameChoices();
  }

  #field(name) {
    return this.#form.elements.namedItem(name);
  }

  #question() {
    const entries = Object.entries(FIELDS).map(([key, name]) => [key, this.#field(name).value]);
    const question = Object.fromEntries(entries);
    return { ...question, query: question.query.trimStart(), category: question.category.trim() };
  }

  #remember(question) {
    const address = new URL(location.href);
    for (const name of Object.values(FIELDS)) address.searchParams.delete(name);
    for (const [key, name] of Object.entries(FIELDS))
      if (question[key]) address.searchParams.set(name, question[key]);
    if (address.href !== location.href) history.replaceState(null, "", address);
  }

  async #load() {
    this.#index ??= await openIndex(this.#site.href + "search/");
    return this.#index;
  }

  async #ask() {
    const turn = ++this.#asked;
    const question = this.#question();
    this.#remember(question);
    const isCurrent = () => turn === this.#asked;
    try {
      const index = await this.#load();
      const search = await index.find(question);
      if (isCurrent()) await this.#show(search, isCurrent);
    } catch (error) {
      if (isCurrent()) this.#fail(error);
    }
  }

  async #show(search, isCurrent) {
    const papers = await search.results(0, SHOWN);
    if (!isCurrent()) return;
    this.#notice(search.isEmpty ? "hint" : papers.length === 0 ? "none" : null);
    this.#results.replaceChildren(...papers.map((paper) => this.#row(paper, search)));
    this.#tell(search, isCurrent);
  }

  #row(paper, search) {
    return row(paper, this.#index, search.query, this.#site);
  }

  #tell(search, isCurrent) {
    this.#status.replaceChildren();
    this.#more.replaceChildren();
    if (search.isEmpty) return;
    const count = search.found.length;
    this.#status.append(...said(this.#index, search.isComplete ? "search_results" : "search_at_least", count));
    if (!search.isComplete) this.#status.append(" · ", ...said(this.#index, "search_from", search.since));
    const shown = this.#results.children.length;
    if (shown < count) this.#offer("search_more", () => this.#add(search, shown, isCurrent));
    if (!search.isComplete) this.#offer("search_older", () => this.#goOn(search, isCurrent));
  }

  #offer(key, run) {
    const button = element("button", { type: "button", class: "pg-search-more" }, ...said(this.#index, key));
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await run();
      } catch (error) {
        this.#fail(error);
      }
    });
    this.#more.append(button);
  }

  async #add(search, shown, isCurrent) {
    const papers = await search.results(shown, shown + SHOWN);
    if (!isCurrent()) return;
    const rows = papers.map((paper) => this.#row(paper, search));
    this.#results.append(...rows);
    this.#tell(search, isCurrent);
    [...(rows[0]?.querySelectorAll("h3 a") ?? [])].find(isVisible)?.focus();
  }

  async #goOn(search, isCurrent) {
    await search.goOn();
    if (isCurrent()) await this.#show(search, isCurrent);
  }

  #fail(error) {
    console.warn(`search: ${error.message}`);
    this.#results.replaceChildren();
    this.#status.replaceChildren();
    this.#more.replaceChildren();
    this.#notice("failed");
  }

  /** Says one of the page's notices, or none. */
  #notice(name) {
    const said = name ? [this.#part(name).content.cloneNode(true)] : [];
    this.#part("notice").replaceChildren(...said);
  }

  #part(name) {
    return document.querySelector(`[data-search="${name}"]`);
  }

  /** Arrows lead from the box through the results and back, Escape back to the box. */
  #press(event) {
    const input = this.#field("q");
    const rows = [...this.#results.children];
    const links = rows.map((row) => [...row.querySelectorAll("h3 a")].find(isVisible));
    const places = [input, ...links];
    const place = rows.findIndex((row) => row.contains(event.target)) + 1;
    if (event.isComposing || (place === 0 && event.target !== input)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && places[place + step]) {
      event.preventDefault();
      places[place + step].focus();
    } else if (event.key === "Escape" && place > 0) {
      input.focus();
    }
  }
}

/** In a page that shows one language the other one's link cannot have the focus. */
function isVisible(link) {
  return link.getClientRects().length > 0;
}
