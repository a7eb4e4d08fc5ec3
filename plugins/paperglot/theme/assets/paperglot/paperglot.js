// What every page begins with. Each module does one thing, and a page without them is whole.
import "./cite.js";
import "./search.js";
import { buildTools } from "./tools.js";
import { buildRows } from "./rows.js";
import { buildMarks } from "./marks.js";
import { followLists } from "./follow.js";
import { followKeys } from "./keyboard.js";
import { showEvidence } from "./evidence.js";
import { openFigures } from "./figures.js";

buildTools();
buildRows();
buildMarks();
const saved = document.querySelector("[data-saved]");
if (saved) import("./saved.js").then((page) => page.startSaved(saved));
followKeys();
showEvidence();
openFigures();
// Rows that were moved have their true heights two frames later.
followLists().finally(() => requestAnimationFrame(() => requestAnimationFrame(showLists)));

function showLists() {
  document.documentElement.classList.remove("pg-arranging");
}
