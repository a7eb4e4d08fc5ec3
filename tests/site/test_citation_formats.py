import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from paperglot.model import Author, Paper
from paperglot.site.citations.bibtex import bibtex, escape, key
from paperglot.site.citations.coins import coins, context
from paperglot.site.citations.head import linked_data, tags
from paperglot.site.citations.reference import MOST_AUTHORS, reference_of
from paperglot.site.citations.ris import ris
from tests import strategies
from tests.samples import digested, pending
from tests.shared import needs_shared
from tests.site.citing import author, read_bibtex, read_context, read_ris, real_papers
from tests.site.document import parse

_LANGUAGES = ("en", "zh-Hans")
_NAMES = (Author("Lars van der Berg"), Author("ATLAS Collaboration"), Author("Ann Le Cun Jr."))
_PAPER = digested(
    "2605.12340",
    title=r"50% of $\{x\}$ & {A}_1 cost \$5",
    authors=_NAMES,
    submitted=date(2026, 5, 9),
    licence="http://creativecommons.org/licenses/by/4.0/",
)


def _bib(paper: Paper) -> dict[str, str]:
    (entry,) = read_bibtex(bibtex(reference_of(paper)))
    return entry.fields


def test_an_entry_of_bibtex_has_what_arxiv_gives() -> None:
    (entry,) = read_bibtex(bibtex(reference_of(_PAPER)))
    assert (entry.kind, entry.key) == ("misc", "berg-2605.12340")
    assert entry.fields == {
        "author": "van der Berg, Lars and {ATLAS Collaboration} and Le Cun, Jr., Ann",
        "title": r"{50\% of $\lbrace x\rbrace $ \& \textbraceleft{}A\textbraceright{}\_1 cost \$5}",
        "year": "2026",
        "month": "may",
        "eprint": "2605.12340",
        "archivePrefix": "arXiv",
        "primaryClass": "cs.CL",
        "doi": "10.48550/arXiv.2605.12340",
        "url": "https://arxiv.org/abs/2605.12340",
    }


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("R&D, 5 % #1 a_b", r"R\&D, 5 \% \#1 a\_b"),
        ("~ ^ \\", r"\textasciitilde{} \textasciicircum{} \textbackslash{}"),
        ("Übergänge bei 中文", "Übergänge bei 中文"),
        ("$x^2_1$ is $5", r"$x^2_1$ is \$5"),
        ("$$x = 1$$", "$x = 1$"),
        ("$5%$", r"$5\%$"),
        (r"$5\%$", r"$5\%$"),
        ("$x}$", r"\$x\textbraceright{}\$"),
        (r"$\{x$", r"$\lbrace x$"),
    ],
)
def test_what_latex_would_misread_is_escaped_and_mathematics_is_kept(
    text: str, written: str
) -> None:
    assert escape(text) == written


@pytest.mark.parametrize(
    ("name", "begins"),
    [("Ada Öster", "oster"), ("ATLAS Collaboration", "collaboration"), ("李 明", "arxiv")],
)
def test_a_key_is_ascii_and_ends_in_the_identifier(name: str, begins: str) -> None:
    old = pending("cs/9913007", authors=author(name))
    assert key(reference_of(old)) == f"{begins}-cs-9913007"
    assert key(reference_of(replace(old, version=3, title="Another"))) == key(reference_of(old))


def test_the_publishers_doi_goes_before_arxivs() -> None:
    assert _bib(replace(_PAPER, doi=("10.1000/{1}",)))["doi"] == "10.1000/%7B1%7D"


def test_more_authors_than_a_citation_names_are_others() -> None:
    many = tuple(Author(f"Ada Example{number}") for number in range(MOST_AUTHORS + 1))
    names = _bib(replace(_PAPER, authors=many))["author"].split(" and ")
    assert len(names) == MOST_AUTHORS + 1
    assert names[-1] == "others"
    assert "others" not in _bib(replace(_PAPER, authors=many[1:]))["author"]


def test_ris_has_what_reference_managers_read() -> None:
    assert read_ris(ris(reference_of(_PAPER))) == [
        ("TY", "UNPB"),
        ("AU", "van der Berg, Lars"),
        ("AU", "ATLAS Collaboration,"),
        ("AU", "Le Cun, Ann, Jr."),
        ("TI", r"50% of $\{x\}$ & {A}_1 cost $5"),
        ("PY", "2026"),
        ("DA", "2026/05/09"),
        ("PB", "arXiv"),
        ("AN", "arXiv:2605.12340"),
        ("DO", "10.48550/arXiv.2605.12340"),
        ("UR", "https://arxiv.org/abs/2605.12340"),
        ("L1", "https://arxiv.org/pdf/2605.12340"),
        ("LA", "en"),
        ("ER", ""),
    ]


def test_coins_decode_to_what_zotero_saves_from_a_list() -> None:
    paper = replace(_PAPER, title="A + B = 100% & more", authors=(*_NAMES, Author("Bo Fourth")))
    span = parse(str(coins(reference_of(paper)))).one("span")
    assert span.attributes["class"] == "Z3988"
    assert read_context(span.attributes["title"]) == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"],
        "rft.type": ["preprint"],
        # Zotero takes any plus for a space.
        "rft.title": ["A   B = 100% & more"],
        "rft.au": ["van der Berg, Lars", "ATLAS Collaboration,", "Le Cun, Ann"],
        "rft.date": ["2026-05-09"],
        "rft_id": ["https://arxiv.org/abs/2605.12340"],
    }


def test_the_tags_of_a_page_are_those_that_zotero_and_scholars_read() -> None:
    assert tags(reference_of(_PAPER)) == [
        ("citation_title", r"50% of $\{x\}$ & {A}_1 cost $5"),
        ("citation_author", "van der Berg, Lars"),
        ("citation_author", "ATLAS Collaboration,"),
        ("citation_author", "Le Cun, Ann Jr."),
        ("citation_publication_date", "2026/05/09"),
        ("citation_language", "en"),
        ("citation_arxiv_id", "2605.12340"),
        ("citation_doi", "10.48550/arXiv.2605.12340"),
        ("citation_abstract_html_url", "https://arxiv.org/abs/2605.12340"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2605.12340"),
        ("z:repository", "arXiv"),
        ("z:archiveID", "arXiv:2605.12340"),
        ("z:itemType", "preprint"),
    ]


def test_the_only_author_is_not_read_as_two() -> None:
    """Zotero cuts at the comma where both sides have a space and there is no semicolon."""
    alone = dict(tags(reference_of(replace(_PAPER, authors=author("Lars Ole van der Berg")))))
    assert alone["citation_author"] == "van der Berg, Lars Ole;"
    alone = dict(tags(reference_of(replace(_PAPER, authors=author("Lars Ole Berg")))))
    assert alone["citation_author"] == "Berg, Lars Ole"


def test_linked_data_keep_the_machine_and_the_authors_apart() -> None:
    data = json.loads(linked_data(_PAPER, _LANGUAGES))
    assert data.keys() == {
        "@context", "@type", "author", "dateCreated", "inLanguage", "isBasedOn",
    }  # fmt: skip
    assert data["@type"] == "CreativeWork"
    assert data["author"] == {"@type": "SoftwareApplication", "name": "claude-haiku-5-5"}
    article = data["isBasedOn"]
    assert article["@type"] == "ScholarlyArticle"
    assert article["@id"] == "https://arxiv.org/abs/2605.12340"
    assert article["author"] == [
        {"@type": "Person", "name": "Lars van der Berg"},
        {"@type": "Organization", "name": "ATLAS Collaboration"},
        {"@type": "Person", "name": "Ann Le Cun Jr."},
    ]
    assert article["datePublished"] == "2026-05-09"
    assert article["license"] == _PAPER.licence


def test_linked_data_of_a_paper_without_a_digest_is_the_article() -> None:
    assert json.loads(linked_data(pending(), _LANGUAGES))["@type"] == "ScholarlyArticle"


def test_linked_data_cannot_end_their_element() -> None:
    hostile = "</script><!--<script> & \u2028"
    made = linked_data(pending(title=hostile), _LANGUAGES)
    assert not set(made) & set("<>&\u2028")
    assert json.loads(made)["headline"] == hostile


def test_an_invented_paper_is_nowhere_but_here() -> None:
    reference = reference_of(replace(_PAPER, sample=True))
    everything = [bibtex(reference), ris(reference), context(reference), str(tags(reference))]
    assert [text for text in everything if "arxiv.org" in text or "10.48550" in text] == []
    assert "invented" in _bib(replace(_PAPER, sample=True))["note"]


@given(strategies.papers())
def test_whatever_the_store_holds_becomes_whole_citations(paper: Paper) -> None:
    reference = reference_of(paper)
    (entry,) = read_bibtex(bibtex(reference))
    assert entry.fields["title"].startswith("{")
    read_ris(ris(reference))
    assert read_context(parse(str(coins(reference))).one("span").attributes["title"])
    json.loads(linked_data(paper, _LANGUAGES))


@needs_shared
def test_citations_of_a_thousand_real_papers_read_back() -> None:
    references = [reference_of(paper) for paper in real_papers(1_000)]
    entries = read_bibtex("\n\n".join(bibtex(reference) for reference in references))
    assert len(entries) == 1_000
    lengths = []
    for reference, entry in zip(references, entries, strict=True):
        assert entry.fields["eprint"] == reference.id
        count = entry.fields.get("author", "").count(" and ") + bool(reference.authors)
        assert count == len(reference.authors) + reference.more_authors
        tagged = read_ris(ris(reference))
        assert [tag for tag, _ in tagged].count("AU") == len(reference.authors)
        lengths.append(len(str(coins(reference)).encode()))
    assert sorted(lengths)[500] <= 360
