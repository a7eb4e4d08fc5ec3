// Buttons beside each citation: copy it, or save it as a file. Without this the text is there.

import { download } from "./download.js";
import { bilingual, element } from "./text.js";

const TYPES = { bib: "application/x-bibtex", ris: "application/x-research-info-systems" };

function button(key, act) {
  const made = element("button", { type: "button" }, bilingual(key));
  made.addEventListener("click", () => act(made));
  return made;
}

async function copy(pre, made) {
  try {
    await navigator.clipboard.writeText(pre.textContent);
    made.replaceChildren(bilingual("cite_copied"));
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
    const copying = button("cite_copy", (made) => copy(pre, made));
    pre.after(element("p", {}, copying, " ", button("cite_save", () => save(pre))));
  }
}

addCitationButtons(document);
