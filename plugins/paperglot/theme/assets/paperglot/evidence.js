// The sentences that a takeaway rests on stand out while a reader points at their numbers.
const LINK = ".pg-evidence a";

/** Mark the sentence of the number under the pointer or the focus. */
export function showEvidence() {
  for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (event) => mark(event.target, true));
    document.addEventListener(off, (event) => mark(event.target, false));
  }
}

function mark(target, marked) {
  const link = target.closest?.(LINK);
  if (!link) return;
  const sentence = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  sentence?.classList.toggle("pg-meant", marked);
}
