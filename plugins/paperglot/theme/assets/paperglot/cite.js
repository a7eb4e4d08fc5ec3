// Buttons beside each citation: copy it, or save it as a file. Without this the text is there.

import { download } from "./download.js";

const TYPES = { bib: "application/x-bibtex", ris: "application/x-research-info-systems" };

/** Return a word of the page's own, in both languages. */
function word(fold, key) {
  return fold.querySelector(`[data-cite-word="${key}"]`).content.cloneNode(true);
}

function button(fold, key, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.append(word(fold, key));
  made.addEventListener("click", () => act(made));
  return made;
}

async function copy(fold, pre, made) {
  try {
    await navigator.clipboard.writeText(pre.textContent);
    made.replaceChildren(word(fold, "copied"));
  } catch {
    // Permission was refused: what is selected can be copied by hand.
    getSelection().selectAllChildren(pre);
  }
}

function save(pre) {
  const name = pre.dataset.cite;
  download(name, TYPES[name.split(".").pop()], `${pre.textContent}
`);
}

/** Add the buttons to every citation below an element. */
export function addCitationButtons(root) {
  for (const pre of root.querySelectorAll("pre[data-cite]")) {
    const fold = pre.closest(".pg-cite");
    const row = document.createElement("p");
    row.append(
      button(fold, "copy", (made) => copy(fold, pre, made)),
      " ",
      button(fold, "save", () => save(pre)),
    );
    pre.after(row);
  }
}

addCitationButtons(document);
