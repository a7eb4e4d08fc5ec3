import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot import prose
from paperglot.prose import Piece
from tests.strategies import texts

# Every code point there is, surrogates and noncharacters among them.
anything = st.text(st.characters(exclude_categories=()))
hazards = st.lists(
    st.sampled_from(["$", "$$", "\\", "\\$", "\n", "\n\n", " ", "\t", "\r", "\x85", "\u2028", "\0"])
    | st.text(max_size=5),
    max_size=12,
).map("".join)  # fmt: skip
tex = st.lists(
    st.sampled_from(["$", "$$", "\\", "\\$", "\\[", "{", "}", " ", "\n", "x", "5", ".", "A b"]),
    max_size=20,
).map("".join)


@given(anything | hazards)
def test_normal_text_comes_back_unchanged(text: str) -> None:
    normal = prose.normalise(text)
    assert prose.normalise(normal) == normal


@given(anything | hazards)
def test_normal_text_is_paragraphs_of_single_spaces_that_can_be_written(text: str) -> None:
    normal = prose.normalise(text)
    normal.encode()
    for paragraph in prose.paragraphs(normal):
        assert paragraph == " ".join(paragraph.split())
        assert paragraph
    letters = {character for character in normal if character != "\n"}
    assert not {unicodedata.category(letter) for letter in letters} & {"Cc", "Cs", "Zl", "Zp"}


@given(anything)
def test_nothing_that_can_be_seen_is_lost(text: str) -> None:
    assert visible(prose.normalise(text)) == visible(text)


def visible(text: str) -> str:
    letters = (letter for letter in text if not letter.isspace() and letter != "\ufeff")
    return "".join(
        letter
        for letter in letters
        if unicodedata.category(letter) not in {"Cc", "Cs"}
        and not 0xFDD0 <= ord(letter) <= 0xFDEF
        and ord(letter) & 0xFFFE != 0xFFFE
    )


def test_every_code_point_has_a_normal_form() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    normal = prose.normalise(everything)
    assert prose.normalise(normal) == normal
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\uffff\ufdd0]", normal)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("", ""),
        (" \n\t ", ""),
        ("a  b\tc\nd", "a b c d"),
        ("a\r\nb\rc", "a b c"),
        ("a\n\nb\n \t\nc\n\n\n\nd", "a\n\nb\n\nc\n\nd"),
        ("a\u2029\u2028b", "a\n\nb"),
        ("a\x0c\x0bb", "a\n\nb"),
        ("a\x85b", "a b"),
        ("a\x00\x7f\x96\ud800\ufeff\ufffe\U0001ffffb", "ab"),
        ("a\xa0b\u3000c", "a b c"),
        ("\u200f\u202eא🙂", "\u200f\u202eא🙂"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_a_normal_form(text: str, normal: str) -> None:
    assert prose.normalise(text) == normal


@given(anything | hazards)
def test_a_line_is_one_paragraph(text: str) -> None:
    line = prose.line(text)
    assert "\n" not in line
    assert line == prose.line(line) == prose.normalise(text).replace("\n\n", " ")


@given(texts)
def test_paragraphs_joined_give_the_text_back(text: str) -> None:
    assert "\n\n".join(prose.paragraphs(text)) == text


def test_nothing_has_no_paragraphs() -> None:
    assert prose.paragraphs("") == []


@given(anything | hazards | tex)
def test_the_sources_of_the_pieces_joined_give_the_text_back(text: str) -> None:
    pieces = prose.split_mathematics(text)
    assert "".join(piece.source for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("a", [Piece("a")]),
        ("a $x$ b", [Piece("a "), Piece("x", "inline"), Piece(" b")]),
        ("$$y$$", [Piece("y", "display")]),
        ("$x$$y$", [Piece("x", "inline"), Piece("y", "inline")]),
        ("$a\\$b$", [Piece("a\\$b", "inline")]),
        ("\\$x$ y$", [Piece("\\$x$ y$")]),
        ("$0<p<1$", [Piece("0<p<1", "inline")]),
        ("$5 and $6", [Piece("$5 and $6")]),
        ("$5$6", [Piece("$5$6")]),
        ("$ x$", [Piece("$ x$")]),
        ("$x $", [Piece("$x $")]),
        ("$$", [Piece("$$")]),
        ("$$$$", [Piece("$$$$")]),
        ("costs $5", [Piece("costs $5")]),
        ("$x\n\ny$", [Piece("$x\n\ny$")]),
        ("$x$ \\", [Piece("x", "inline"), Piece(" \\")]),
    ],
)
def test_a_dollar_that_opens_no_formula_is_a_dollar(text: str, pieces: list[Piece]) -> None:
    assert prose.split_mathematics(text) == pieces


@given(texts | (anything | hazards | tex).map(prose.normalise))
def test_sentences_lose_nothing_but_space(text: str) -> None:
    sentences = prose.sentences(text)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() and sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("We study bounds", ["We study bounds"]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("One.\n\nTwo. Three.", ["One.", "Two.", "Three."]),
        ('He said "no." She left.', ['He said "no."', "She left."]),
        ("We end (here.) (There) it goes.", ["We end (here.)", "(There) it goes."]),
        ("One [1]. 42 follow.", ["One [1].", "42 follow."]),
        ("Ends. “Begins” again.", ["Ends.", "“Begins” again."]),
        ("Not here. not there.", ["Not here. not there."]),
        ("It is 0.5 or 87.5%. That is much.", ["It is 0.5 or 87.5%.", "That is much."]),
        ("As in Fig. 2, J. Smith et al. Show it.", ["As in Fig. 2, J. Smith et al. Show it."]),
        ("Many, e.g. Bounds, i.e. Eq. 3.", ["Many, e.g. Bounds, i.e. Eq. 3."]),
        ("We use metal. Sections follow.", ["We use metal.", "Sections follow."]),
        ("Formulas $a. B$ stay. Next.", ["Formulas $a. B$ stay.", "Next."]),
        ("Then $k = 2$. The rest.", ["Then $k = 2$.", "The rest."]),
        ("See $$x.$$ Then $$y$$. End.", ["See $$x.$$ Then $$y$$.", "End."]),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text: str, sentences: list[str]) -> None:
    assert prose.sentences(text) == sentences


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("none at example.org", []),
        ("at https://example.org/x.", ["https://example.org/x"]),
        ("(https://example.org/x)", ["https://example.org/x"]),
        ("(see https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("[x](https://example.org/x),", ["https://example.org/x"]),
        ("**https://example.org/x**", ["https://example.org/x"]),
        ("“https://example.org/x”", ["https://example.org/x"]),
        ("<https://example.org/x>", ["https://example.org/x"]),
        ("$https://example.org/x$", ["https://example.org/x"]),
        ("代码在https://example.org/x上", ["https://example.org/x"]),
        ("https://example.org/?q=1&r=%20#top;", ["https://example.org/?q=1&r=%20#top"]),
        ("http://a.example http://b.example/~c", ["http://a.example", "http://b.example/~c"]),
        ("ftp://example.org", []),
    ],
)
def test_an_address_ends_before_the_punctuation(text: str, addresses: list[str]) -> None:
    assert prose.addresses(text) == addresses


@given(st.lists(st.sampled_from(["https://", "http://", ".", ")", "(", "a", " ", "/", "$"])))
def test_addresses_stand_where_they_are_said_to(parts: list[str]) -> None:
    text = "".join(parts)
    for start, address in prose.find_addresses(text):
        assert text.startswith(address, start)
        assert address.startswith(("https://", "http://"))
