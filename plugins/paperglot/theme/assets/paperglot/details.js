// A row opens in place: the digest part of the paper's own page comes below it.
import { bilingual, element } from "./text.js";

/** Say whether a row is open. */
export function isOpen(row) {
  return button(row)?.getAttribute("aria-expanded") === "true";
}

/** Return what the button of a closed row says: a paper without a digest has less to open. */
export function invitation(row) {
  if (row.closest(".pg-compact")) return "open_point";
  return row.querySelector(":scope > :is(h2, h3) [lang] + [lang]") ? "open_details" : "open_abstract";
}

/** Open a closed row and close an open one. */
export function toggle(row) {
  return setOpen(row, !isOpen(row));
}

/** Open or close a row; what was fetched once stays. */
export async function setOpen(row, open) {
  if (isOpen(row) === open) return;
  button(row).setAttribute("aria-expanded", String(open));
  button(row).replaceChildren(bilingual(open ? "close_details" : invitation(row)));
  const there = row.querySelector(":scope > .pg-details") ?? (open ? await fill(row) : null);
  if (there) there.hidden = !isOpen(row);
}

function button(row) {
  return row.querySelector(":scope > .pg-actions > .pg-open");
}

async function fill(row) {
  const link = row.querySelector("a[href]");
  const place = element("div", { class: "pg-details", id: `details-${row.id}`, "aria-busy": "true" });
  place.append(element("p", { class: "pg-meta" }, bilingual("loading")));
  row.append(place);
  button(row).setAttribute("aria-controls", place.id);
  try {
    const level = Number(link.closest("h2, h3").tagName[1]) + 1;
    place.replaceChildren(await digestPart(link.href, level, `${row.id}-`));
  } catch {
    const instead = element("a", { href: link.href }, bilingual("paper_page"));
    place.replaceChildren(element("p", { role: "alert" }, bilingual("details_failed"), " ", instead));
  }
  place.removeAttribute("aria-busy");
  return place;
}

async function digestPart(url, level, prefix) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = document.adoptNode(page.querySelector(".pg-body"));
  // An address on the paper's page is meant from there; one within it is here as well, where
  // other papers have their first sentence too.
  for (const named of part.querySelectorAll("[id]")) named.id = prefix + named.id;
  for (const link of part.querySelectorAll("a[href]")) {
    const given = link.getAttribute("href");
    link.href = given.startsWith("#") ? `#${prefix}${given.slice(1)}` : new URL(given, url);
  }
  for (const image of part.querySelectorAll("img[src]")) {
    image.src = new URL(image.getAttribute("src"), url);
  }
  for (const heading of part.querySelectorAll("h2")) {
    const lower = element(`h${level}`, { class: heading.className });
    lower.append(...heading.childNodes);
    heading.replaceWith(lower);
  }
  return part;
}
