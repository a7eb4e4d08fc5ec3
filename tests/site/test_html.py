import re

import pytest
from hypothesis import given

from paperglot.prose import sentences, split_mathematics
from paperglot.site import html
from tests import strategies
from tests.site.document import Element, parse

_MATHML = re.compile(r"m[a-z]+")
_PLAIN = frozenset(["p", "span", "a", "code"])
_KEPT = re.compile(r'<span class="pg-kept">([^<]*<math.*?</math>[^<]*)</span>', re.DOTALL)


def _outside_mathematics(text: str) -> str:
    """What a reader should see of a text, formulas left out, with single spaces."""
    pieces = (
        piece.text.replace("\\$", "$") if piece.kind == "text" else " "
        for piece in split_mathematics(text)
    )
    return " ".join("".join(pieces).split())


def _loose(made: str) -> str:
    """HTML without what holds a formula and the punctuation that touches it together."""
    return _KEPT.sub(r"\1", str(made))


def _check_elements(root: Element) -> None:
    for element in root.all():
        if element.tag == "a":
            assert re.match("https?://", element.attributes["href"])
            assert element.attributes.keys() == {"href", "rel"}
        elif element.tag == "span":
            assert element.attributes.keys() == {"id"}
        elif element.tag in _PLAIN:
            assert not element.attributes
        elif element.tag != "#document":
            assert _MATHML.fullmatch(element.tag)
            assert not [name for name in element.attributes if name.startswith("on")]


@given(strategies.lines)
def test_a_line_loses_no_character_and_gains_no_element(text: str) -> None:
    root = parse(_loose(html.inline(text)))
    _check_elements(root)
    assert not root.all("p", "span")
    assert root.prose == _outside_mathematics(text)


@given(strategies.texts)
def test_a_block_loses_no_character_and_gains_no_element(text: str) -> None:
    root = parse(_loose(html.block(text)))
    _check_elements(root)
    assert not root.all("span")
    assert {element.tag for element in root.elements} == {"p"}
    assert len(root.elements) == text.count("\n\n") + 1
    assert " ".join(p.prose for p in root.elements).split() == _outside_mathematics(text).split()


@given(strategies.texts)
def test_numbered_prose_loses_no_character_and_numbers_each_sentence(text: str) -> None:
    root = parse(_loose(html.numbered(text)))
    _check_elements(root)
    assert " ".join(p.prose for p in root.elements).split() == _outside_mathematics(text).split()
    spans = [element.attributes["id"] for element in root.all("span")]
    assert spans == [f"s{number + 1}" for number in range(len(sentences(text)))]


@given(strategies.texts)
def test_plain_text_has_no_more_than_the_dollars_of_the_text(text: str) -> None:
    plain = html.plain(text)
    assert [letter for letter in plain if letter not in "$\\"] == [
        letter for letter in text if letter not in "$\\"
    ]


def test_sentences_of_several_paragraphs_are_numbered_through() -> None:
    assert html.numbered("One. Two.\n\nThree $x$.") == (
        '<p><span id="s1">One.</span> <span id="s2">Two.</span></p>'
        '<p><span id="s3">Three '
        '<span class="pg-kept"><math><mi>x</mi></math>.</span></span></p>'
    )


def test_no_text_is_no_paragraph() -> None:
    assert html.block("") == html.numbered("") == html.inline("") == html.plain("") == ""


def test_formulas_become_mathml() -> None:
    root = parse(html.inline("The bound $k$ and $$n$$ are"))
    inline, display = root.all("math")
    assert (inline.text, inline.attributes.get("display")) == ("k", None)
    assert (display.text, display.attributes.get("display")) == ("n", "block")
    assert root.prose == "The bound and are"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("界为 $x$，成立", "x，"),
        ("界（$x$）成立", "（x）"),
        ("an $x$-gram", "x-"),
        ("of $x$ and", ""),
        ("at $$x$$.", ""),
        ("a $x$ & b", ""),
    ],
)
def test_a_formula_keeps_the_punctuation_that_touches_it(text: str, kept: str) -> None:
    spans = parse(html.inline(text)).all("span")
    assert "".join(span.text for span in spans) == kept


@pytest.mark.parametrize("text", ["It costs $5 and $6.", "US$ 5", r"It costs \$5 and \$6.", "$"])
def test_money_is_no_formula(text: str) -> None:
    root = parse(html.inline(text))
    assert not root.all("math", "code")
    assert root.text == text.replace("\\", "")


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Code: https://example.org/a_(b).", ["https://example.org/a_(b)"]),
        ("见https://example.org/a，及http://example.org/b。",
         ["https://example.org/a", "http://example.org/b"]),
        ("javascript:alert(1) ftp://example.org data:text/html,x", []),
        ('https://example.org/"onclick="alert(1)', ['https://example.org/"onclick="alert(1)']),
        ("https://example.org/?a=1&amp=2&lt", ["https://example.org/?a=1&amp=2&lt"]),
    ],
)  # fmt: skip
def test_web_addresses_are_linked_and_nothing_else(text: str, addresses: list[str]) -> None:
    root = parse(html.inline(text))
    _check_elements(root)
    assert [link.attributes["href"] for link in root.all("a")] == addresses
    assert [link.text for link in root.all("a")] == addresses
    assert root.text == text


def test_a_link_gives_away_neither_rank_nor_window() -> None:
    (link,) = parse(html.inline("https://example.org")).all("a")
    assert link.attributes["rel"].split() == ["nofollow", "noopener"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The bound $k = 2$ is tight", "The bound k = 2 is tight"),
        (r"It costs \$5", "It costs $5"),
        ("a < b & c", "a < b & c"),
        ("$$x$$", "x"),
    ],
)
def test_plain_text_has_formulas_without_dollars(text: str, plain: str) -> None:
    assert html.plain(text) == plain
