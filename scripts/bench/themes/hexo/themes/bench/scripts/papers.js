// Rows of listings: each paper's is made once, and found by its id.
"use strict";

const { escapeHTML } = require("hexo-util");

function row(page) {
  const id = page.path.split("/")[1];
  const citation = new URLSearchParams({
    ctx_ver: "Z39.88-2004",
    rft_val_fmt: "info:ofi/fmt:kev:mtx:dc",
    "rft.type": "preprint",
    "rft.title": page.title,
    "rft.au": page.authors[0],
    "rft.date": page.date.format("YYYY-MM-DD"),
    rft_id: `https://arxiv.org/abs/${id}`,
  });
  return `<article class="row" id="${id}">
<span class="Z3988" title="${escapeHTML(citation.toString())}"></span>
<h2><a href="/paperglot/papers/${id}/"><span lang="en">${escapeHTML(page.title)}</span> <span lang="zh-Hans">${escapeHTML(page.translated)}</span></a></h2>
<p class="meta">${escapeHTML(page.authors.slice(0, 8).join(", "))} · ${escapeHTML(page.categories.join(" "))}</p>
<p lang="en">${escapeHTML(page.tldr)}</p>
<p lang="zh-Hans">${escapeHTML(page.tldr_translated)}</p>
</article>
`;
}

let made;

hexo.extend.helper.register("rows", function (papers) {
  if (!made) {
    made = new Map();
    this.site.pages.forEach((page) => {
      if (page.layout === "paper") made.set(page.path.split("/")[1], row(page));
    });
  }
  return papers.map((id) => made.get(id)).join("");
});
