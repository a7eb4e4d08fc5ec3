"""arXiv's page of new submissions, https://arxiv.org/list/<category>/new, of invented papers.

Its structure is that of the page's own templates (https://github.com/arXiv/arxiv-browse,
browse/templates/list/new.html and list_macros.html), its headings are made as
browse/controllers/list_page does. What no reader of it needs, such as scripts, is left out.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from tests.standins.items import Item
from tests.standins.reading import authors

MOST = 2_000
"""Entries that the page shows at once."""

_SECTIONS = (
    ("New submissions", "New submissions", ("new",)),
    ("Cross submissions", "Cross-lists", ("cross",)),
    ("Replacement submissions", "Replacements", ("replace", "replace-cross")),
)


def listing_page(
    category: str, day: date, items: Iterable[Item] = (), *, most: int = MOST
) -> bytes:
    """Return the page on the batch that was announced last, on that day.

    Its sections are new, cross and replaced papers, whatever the order of the items. It shows
    the first `most` entries, and a section of which none is shown is left out; without items
    it is the page of a category to which that day brought nothing.
    """
    every = list(items)
    sections = [
        (heading, label, [item for item in every if item.announce_type in kinds])
        for heading, label, kinds in _SECTIONS
    ]
    body = [*_index(category, day, sections), *_total(len(every), most)]
    first = 0
    for heading, _, members in sections:
        shown = members[: max(most - first, 0)]
        if shown:
            body += _section(_heading(heading, len(shown), len(members)), shown, first)
        first += len(members)
    if not every:
        body.append("<p>No updates today.</p>")
    return _page(category, [*body, *_total(len(every), most)])


def _page(category: str, body: Iterable[str]) -> bytes:
    lines = "".join(f"{line}\n" for line in body)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n'
        f"<title>{category} </title>\n</head>\n<body>\n<main>\n"
        f"<div id='content-inner'>\n<div id='dlpage'>\n<h1>{category}</h1>\n"
        f"{lines}</div>\n</div>\n</main>\n</body>\n</html>\n"
    ).encode()


def _index(
    category: str, day: date, sections: Iterable[tuple[str, str, Sequence[Item]]]
) -> list[str]:
    """Return the links to the sections, and the day in the words of the page."""
    links, first = list[str](), 0
    for _, label, members in sections:
        if members:
            links.append(f'  <li><a href="#item{first + 1 if first else 0}">{label}</a></li>')
        first += len(members)
    recent = f'id="recent-{category}" aria-labelledby="recent-{category}"'
    return [
        "<ul>",
        *links,
        "</ul>",
        f'<p>See <a {recent} href="/list/{category}/recent">recent</a> articles</p>',
        f"<h3>Showing new listings for {day:%A}, {day.day} {day:%B %Y}</h3>",
    ]


def _total(count: int, most: int) -> list[str]:
    if not count:
        return []
    return [
        f"<div class='paging'>Total of {count} entries </div>",
        f"<div class='morefewer'>Showing up to {most} entries per page:</div>",
    ]


def _heading(words: str, shown: int, total: int) -> str:
    first = "" if shown == total else "first "
    return f"{words} (showing {first}{shown} of {total} entries)"


def _section(heading: str, items: Iterable[Item], first: int) -> list[str]:
    entries = (_entry(item, first + number) for number, item in enumerate(items, start=1))
    return ["<dl id='articles'>", f"    <h3>{heading}</h3>", *entries, "</dl>"]


def _entry(item: Item, number: int) -> str:
    comments = f"<span class='descriptor'>Journal-ref:</span>\n {item.journal_reference}"
    journal = f"<div class='list-journal-ref'>{comments}</div>" if item.journal_reference else ""
    return f"""    <dt>
      <a name='item{number}'>[{number}]</a>
      <a href ="/abs/{item.id}" title="Abstract" id="{item.id}">
        arXiv:{item.id}
      </a>
      {_type(item)}
      [<a href="/pdf/{item.id}" title="Download PDF" id="pdf-{item.id}">pdf</a>]
    </dt>
    <dd>
      <div class='meta'>
        <div class='list-title mathjax'><span class='descriptor'>Title:</span>
          {_text(item.title)}
        </div>
        <div class='list-authors'>{", ".join(map(_author, authors(item.creator)))}</div>
        {journal}
        <div class='list-subjects'><span class='descriptor'>Subjects:</span>
          <span class="primary-subject">{item.categories[0]}</span>{_others(item)}
        </div>
        <p class='mathjax'>
          {_text(item.abstract)}
        </p>
      </div>
    </dd>"""


def _type(item: Item) -> str:
    if item.announce_type == "cross":
        return f"(cross-list from {item.categories[0]})"
    return "(replaced)" if item.announce_type.startswith("replace") else ""


def _author(name: str) -> str:
    return f'<a href="https://arxiv.org/search/?searchtype=author">{_text(name)}</a>'


def _others(item: Item) -> str:
    return "".join(f"; {category}" for category in item.categories[1:])


def _text(words: str) -> str:
    return escape(words, quote=False)
