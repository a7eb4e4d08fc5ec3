// What every page begins with. Each module does one thing, and a page without them is whole.
import "./cite.js";
import "./search.js";
import { buildTools } from "./tools.js";
import { buildRows } from "./rows.js";
import { followKeys } from "./keyboard.js";
import { showEvidence } from "./evidence.js";

buildTools();
buildRows();
followKeys();
showEvidence();
