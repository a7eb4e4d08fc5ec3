// A figure opens large in a dialog, with its caption and the way to the next one. Without this its
// link leads to the image.
import { bilingual, element } from "./text.js";

const LINK = ".pg-figures figure > a";
let dialog = null;

/** Follow the figures of the page, also those of rows that are opened later. */
export function openFigures() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(LINK);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    dialog ??= build();
    show(link.closest("li"));
    dialog.showModal();
  });
}

function build() {
  const place = element("div", {});
  const previous = element("button", { type: "button" }, bilingual("figure_previous"));
  const next = element("button", { type: "button" }, bilingual("figure_next"));
  const close = element("button", { type: "submit" }, bilingual("dismiss"));
  const buttons = element("form", { method: "dialog" }, previous, next, close);
  const made = element("dialog", { class: "pg pg-view", tabindex: "-1" }, place, buttons);
  previous.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  made.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
    // The page's own keys mean nothing to what lies above it.
    event.stopPropagation();
  });
  made.addEventListener("close", () => made.item.querySelector("a").focus());
  document.body.append(made);
  return Object.assign(made, { place, previous, next });
}

function step(by) {
  const items = [...dialog.item.parentElement.children];
  show(items.at((items.indexOf(dialog.item) + by) % items.length));
}

function show(item) {
  dialog.item = item;
  const figure = item.querySelector("figure").cloneNode(true);
  dialog.setAttribute("aria-label", figure.querySelector("figcaption b").textContent);
  dialog.place.replaceChildren(figure);
  dialog.previous.hidden = dialog.next.hidden = item.parentElement.children.length === 1;
  // The link that had the focus went with the figure before.
  if (dialog.open && !dialog.contains(document.activeElement)) dialog.focus();
}
