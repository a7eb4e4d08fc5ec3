"""The RDF form (RSS 1.0) that arXiv's feeds had until 2024-01-31, made of invented papers.

Imitated from captures of http://export.arxiv.org/rss/<category>.
"""

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from xml.sax.saxutils import escape

from tests.standins.items import Item

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>

<rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:taxo="http://purl.org/rss/1.0/modules/taxonomy/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:syn="http://purl.org/rss/1.0/modules/syndication/"
 xmlns:admin="http://webns.net/mvcb/"
>

<channel rdf:about="http://arxiv.org/">
<title>{category} updates on arXiv.org</title>
<link>http://arxiv.org/</link>
<description rdf:parseType="Literal">{subject} ({category}) updates on the arXiv.org e-print \
archive</description>
<dc:language>en-us</dc:language>
<dc:date>{dated}</dc:date>
<dc:publisher>help@arxiv.org</dc:publisher>
<dc:subject>{subject}</dc:subject>
<syn:updateBase>1901-01-01T00:00+00:00</syn:updateBase>
<syn:updateFrequency>1</syn:updateFrequency>
<syn:updatePeriod>daily</syn:updatePeriod>
<items>
 <rdf:Seq>
{resources} </rdf:Seq>
</items>
<image rdf:resource="http://arxiv.org/icons/sfx.gif" />
</channel>
<image rdf:about="http://arxiv.org/icons/sfx.gif">
<title>arXiv.org</title>
<url>http://arxiv.org/icons/sfx.gif</url>
<link>http://arxiv.org/</link>
</image>
"""
_ITEM = """\
<item rdf:about="http://arxiv.org/abs/{id}">
<title>{title}. (arXiv:{versioned} [{primary}]{mark})</title>
<link>http://arxiv.org/abs/{id}</link>
<description rdf:parseType="Literal">{abstract}</description>
<dc:creator> {creator}</dc:creator>
</item>
"""
_SUBJECTS = {
    "cs.AI": "Computer Science -- Artificial Intelligence",
    "cs.CL": "Computer Science -- Computation and Language",
    "cs.CV": "Computer Science -- Computer Vision and Pattern Recognition",
    "cs.LG": "Computer Science -- Machine Learning",
}
_MARKS = {
    "new": "",
    "cross": " CROSS LISTED",
    "replace": " UPDATED",
    "replace-cross": " UPDATED",
}
_WIDTH = 79


def legacy_document(category: str, day: date, items: Iterable[Item] = ()) -> bytes:
    """Return the RDF/RSS 1.0 document that arXiv served until 2024-01-31.

    It is dated with 20:30 of the evening before `day`, always at -05:00. What became of an
    item stands in its title alone; authors are escaped links and were clean Unicode, not TeX,
    before that; licence, further categories, DOI and journal reference are missing.
    """
    papers = list(items)
    resources = "".join(
        f'  <rdf:li rdf:resource="http://arxiv.org/abs/{item.id}" />\n' for item in papers
    )
    head = _HEAD.format(
        category=category,
        subject=_SUBJECTS.get(category, category),
        dated=f"{day - timedelta(days=1)}T20:30:00-05:00",
        resources=resources,
    )
    return f"{head}{''.join(map(_item, papers))}</rdf:RDF>".encode()


def _item(item: Item) -> str:
    return _ITEM.format(
        id=item.id,
        versioned=item.versioned_id,
        title=_escape_all(item.title),
        primary=item.categories[0],
        mark=_MARKS[item.announce_type],
        abstract=_escape_all(_abstract(item.abstract)),
        creator=_escape_all(_creator(item)),
    )


def _abstract(abstract: str) -> str:
    return "".join(f"{_wrap(f'<p>{part}')}\n</p>\n" for part in re.split(r"\n\s+", abstract))


def _wrap(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _creator(item: Item) -> str:
    archive = item.categories[0].partition(".")[0]
    names = re.split(r", (?![^(]*\))", item.creator)
    return ", ".join(_author(name, archive) for name in names)


def _author(text: str, archive: str) -> str:
    """Return the link that searched for the author; an affiliation stood behind it."""
    name, bracket, affiliation = text.partition(" (")
    words = name.split() or [""]
    family = _ascii(words[-1]).replace("-", "_")
    address = f"http://arxiv.org/find/{archive}/1/au:+{family}_{_ascii(words[0])[:1]}/0/1/0/all/0/1"
    return f'<a href="{address}">{_references(name)}</a>{bracket}{_references(affiliation)}'


def _ascii(word: str) -> str:
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()


def _references(text: str) -> str:
    """Return the text in ASCII; its `&#xeb;` came escaped once more, as `&amp;#xeb;`."""
    plain = (letter.isascii() and letter != "'" for letter in text)
    pairs = zip(text, plain, strict=True)
    return "".join(letter if is_plain else f"&#x{ord(letter):x};" for letter, is_plain in pairs)


def _escape_all(text: str) -> str:
    return escape(text, {'"': "&quot;", "'": "&apos;"})
