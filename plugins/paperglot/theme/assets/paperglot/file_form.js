// What a reader marked and follows is taken along as a file, brought from one, or forgotten.
import { download } from "./download.js";
import { exported, imported, merged } from "./marks_file.js";
import { change, current, forget } from "./marks_store.js";
import { bilingual } from "./text.js";

const LARGEST = 20e6; // bytes; 10,000 papers have 8
let place = null;

/** Let the buttons work; call `onImport` and `onForget` when that has happened. */
export function startFile(given, { onImport, onForget }) {
  place = given;
  const input = place.querySelector("input");
  const dialog = place.querySelector("dialog");
  part("export").addEventListener("click", save);
  part("import").addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file) await bring(file, onImport);
    // The same file can be chosen again.
    input.value = "";
  });
  part("forget").addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "forget") return;
    forget();
    onForget();
    say(word("forgotten"));
  });
}

function part(name) {
  return place.querySelector(`[data-part="${name}"]`);
}

function word(name) {
  return place.querySelector(`[data-word="${name}"]`).content.cloneNode(true);
}

function say(text) {
  part("file-said").replaceChildren(text);
}

function save() {
  const today = new Date().toISOString().slice(0, 10);
  download(`marks-${today}.json`, "application/json", exported(current()));
}

async function bring(file, onImport) {
  try {
    const found = imported(file.size > LARGEST ? "" : await file.text());
    const isKept = change((state) => merged(state, found));
    say(isKept ? word("imported") : bilingual("marks_not_kept"));
    onImport();
  } catch (error) {
    say(word(error.message === "newer-marks" ? "newer-marks" : "not-marks"));
  }
}
