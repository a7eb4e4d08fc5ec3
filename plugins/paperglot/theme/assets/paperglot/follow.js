// What a reader follows or mutes changes the lists of a page; who does neither loads nothing for it.
import { watch } from "./marks_store.js";
import { hasEntries } from "./state.js";

/** Arrange the lists of a page now, and whenever what is followed or muted changes. */
export async function followLists() {
  if (!document.querySelector(".pg-row[id]")) return;
  let work = null;
  watch((state) => {
    if (work || hasEntries(state)) work = import("./arrange.js").then(({ arrange }) => arrange(state));
  });
  await work;
}
