// Each row of a list gets a bar of actions; other modules may add theirs to it.
import { invitation, isOpen, setOpen, toggle } from "./details.js";
import { bilingual, element } from "./text.js";

const BUTTON = ".pg-open";

/** Put the bars below the rows, and one button for all rows where a page asks for it. */
export function buildRows() {
  const rows = [...document.querySelectorAll(".pg-row")];
  const bars = { open_details: actions("open_details"), open_abstract: actions("open_abstract") };
  for (const row of rows) row.append(bars[invitation(row)].cloneNode(true));
  document.addEventListener("click", (event) => {
    const button = event.target.closest(BUTTON);
    if (button) toggle(button.closest(".pg-row"));
  });
  const list = document.querySelector("[data-open-all]");
  if (list && rows.length > 1) list.querySelector(".pg-head").append(openAll(rows));
}

function actions(key) {
  const button = element("button", { type: "button", class: "pg-open", "aria-expanded": "false" });
  button.append(bilingual(key));
  return element("div", { class: "pg-actions" }, button);
}

function openAll(rows) {
  const button = element("button", { type: "button", class: "pg-open-all" }, bilingual("open_all"));
  button.addEventListener("click", async () => {
    const open = !rows.every(isOpen);
    button.replaceChildren(bilingual(open ? "close_all" : "open_all"));
    // In the order of the page, and a few at a time: a host is asked for one page a row.
    const waiting = [...rows];
    const work = async () => {
      while (waiting.length) await setOpen(waiting.shift(), open);
    };
    await Promise.all([work(), work(), work(), work()]);
  });
  return button;
}
