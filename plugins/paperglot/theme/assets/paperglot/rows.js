// Each row of a list gets a bar of actions; other modules may add theirs to it.
import { invitation, isOpen, setOpen, toggle } from "./details.js";
import { isFolded } from "./fold.js";
import { bilingual, element } from "./text.js";

const BUTTON = ".pg-open";

/** Put the bars below the rows, and let the button for all rows work where a page has one. */
export function buildRows() {
  const rows = [...document.querySelectorAll(".pg-row")];
  addBars(rows);
  document.addEventListener("click", (event) => {
    const button = event.target.closest(BUTTON);
    if (button) toggle(button.closest(".pg-row"));
  });
  const all = document.querySelector(".pg-open-all");
  all?.addEventListener("click", () => openAll(all));
}

/** Put a bar below each of some rows. */
export function addBars(rows) {
  const bars = new Map();
  for (const row of rows) {
    const key = invitation(row);
    if (!bars.has(key)) bars.set(key, actions(key));
    row.append(bars.get(key).cloneNode(true));
  }
}

function actions(key) {
  const button = element("button", { type: "button", class: "pg-open", "aria-expanded": "false" });
  button.append(bilingual(key));
  return element("div", { class: "pg-actions" }, button);
}

async function openAll(button) {
  const rows = [...document.querySelectorAll(".pg-row")].filter((row) => !isFolded(row));
  const open = !rows.every(isOpen);
  button.replaceChildren(bilingual(open ? "close_all" : "open_all"));
  // In the order of the page, and a few at a time: a host is asked for one page a row.
  const waiting = [...rows];
  const work = async () => {
    while (waiting.length) await setOpen(waiting.shift(), open);
  };
  await Promise.all([work(), work(), work(), work()]);
}
