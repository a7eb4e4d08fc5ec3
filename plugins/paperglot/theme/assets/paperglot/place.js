// What the reader is looking at stays where it is while the page changes around it.
const UNITS = "h1, h2, h3, .pg-meta, .pg-pair, .pg-actions, li, dl, p:not([lang])";

/** Change the page; what stood at the top of the window stands there still. */
export function keepingPlace(change) {
  const anchor = scrollY > 0 ? atTheTop() : null;
  const before = anchor?.getBoundingClientRect().top;
  change();
  if (!anchor) return;
  for (let turn = 0; turn < 2; turn += 1) {
    // Once more: rows that come into sight only now may not be as high as was reckoned.
    scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  }
}

/** Return how far the bars at the top of the window reach. */
export function barsEnd() {
  const bars = [...document.querySelectorAll(".pg-header, .pg-chips")];
  return Math.max(0, ...bars.map((bar) => stuckEnd(bar)));
}

function stuckEnd(bar) {
  const { top, bottom } = bar.getBoundingClientRect();
  return getComputedStyle(bar).position === "sticky" && top <= bottom - top ? bottom : 0;
}

function atTheTop() {
  const line = barsEnd();
  const row = nearest(document.querySelectorAll(".pg-row"), line);
  const inside = (row ?? document.querySelector("main"))?.querySelectorAll(UNITS) ?? [];
  return nearest(inside, line) ?? row;
}

// Of those that reach below the line: the one that begins next to it.
function nearest(elements, line) {
  let found = null;
  let least = Infinity;
  for (const element of elements) {
    const { top, bottom, height } = element.getBoundingClientRect();
    if (height && bottom > line && Math.abs(top - line) < least) {
      found = element;
      least = Math.abs(top - line);
    }
  }
  return found;
}
