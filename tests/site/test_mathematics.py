import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.site.mathematics import mathml
from tests.site.document import Element, parse

# The elements of MathML Core, https://www.w3.org/TR/mathml-core/, with what math-core adds.
_ELEMENTS = frozenset(
    [
        "math", "menclose", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover",
        "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt",
        "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder",
        "munderover",
    ]
)  # fmt: skip
_COMMANDS = st.sampled_from(
    [
        r"\alpha", r"\frac", r"\sqrt", r"\left(", r"\right)", r"\mathrm", r"\text", r"\emph",
        r"\bm", r"\widetilde", r"\begin{align}", r"\end{align}", r"\\", "&", r"\def\x",
        r"\newcommand", r"\href", r"\url", r"\unicode{x3c}", r"\unicode{x3E}", r"\label",
        r"\eqref", r"\tag", r"\color{red}", r"\textcolor", r"\operatorname", r"\hspace{1em}",
        r"\raisebox", r"\mbox", r"\not", r"\middle|", "_", "^", "{", "}", "%", r"\%", "#", "~",
        "<", ">", '"', "'", "&lt;", r"\;", "<script>", "</math>", "-->", "javascript:", "onclick=",
    ]
)  # fmt: skip
_FORMULAS = st.lists(st.one_of(_COMMANDS, st.text(max_size=5)), max_size=12).map("".join)


def _math(formula: str, *, display: bool = False) -> Element:
    (element,) = parse(mathml(formula, display=display)).elements
    return element


@given(_FORMULAS.filter(lambda text: not re.search("[\ud800-\udfff]", text)), st.booleans())
def test_any_formula_gives_mathml_or_its_source(formula: str, display: bool) -> None:  # noqa: FBT001
    element = _math(formula, display=display)
    if element.tag == "code":
        dollars = "$$" if display else "$"
        assert not element.elements
        assert element.text == " ".join(f"{dollars}{formula}{dollars}".split())
        return
    assert element.tag == "math"
    for each in element:
        assert each.tag in _ELEMENTS
        assert not [name for name in each.attributes if name.startswith("on") or name == "href"]


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("k = 2", "k=2"),
        (r"\widetilde{O}", "O˜"),
        (r"\Tilde{O}", "O˜"),
        (r"\Bar{x}", "x¯"),
        (r"\textsc{Max}", "Max"),
        (r"\mbox{if }x", "if x"),
        (r"\emph{any}", "any"),
        (r"x\xspace", "x"),
        (r"\unicode{x4e2d}", "中"),
        (r"\unicode{x3C}", "<"),
        ("95% of n", "95%ofn"),
        (r"95\% of n", "95%ofn"),
        (r"a\\% of n", "a%ofn"),
        ("a < b", "a<b"),
    ],
)
def test_commands_of_real_abstracts_are_shown(formula: str, text: str) -> None:
    assert (_math(formula).tag, _math(formula).text) == ("math", text)


def test_bold_symbols_are_bold() -> None:
    assert _math(r"\bm{x}").text == "𝒙"


def test_a_formula_on_display_says_so() -> None:
    assert _math("k", display=True).attributes["display"] == "block"
    assert "display" not in _math("k").attributes


@pytest.mark.parametrize("formula", [r"\nosuchcommand{x}", r"\frac{a", "a & b", r"\href{a}{b}"])
def test_what_is_not_known_shows_its_source(formula: str) -> None:
    assert (_math(formula).tag, _math(formula).text) == ("code", f"${formula}$")
    assert _math(formula, display=True).text == f"$${formula}$$"


@pytest.mark.parametrize("code", ["D800", "DFFF", "0", "1", "7f", "FFFE", "FFFFF"])
def test_a_character_that_is_none_shows_its_source(code: str) -> None:
    """MathJax's command can name surrogates, controls and noncharacters."""
    formula = rf"\unicode{{x{code}}}"
    assert (_math(formula).tag, _math(formula).text) == ("code", f"${formula}$")


@pytest.mark.parametrize(
    "formula",
    [
        "{" * 1_999 + "x" + "}" * 1_999,
        "x^{" * 999 + "x" + "}" * 999,
        r"\sqrt{" * 570 + "x" + "}" * 570,
        r"\left(" * 300 + r"x" + r"\right)" * 300,
        r"\widetilde{" * 300 + "x" + "}" * 300,
        r"\def\a{\b}\def\b{\a}\a",
        r"\def\qa#1{#1#1}" + r"\qa{" * 30 + "x" + "}" * 30,
    ],
    ids=lambda formula: formula[:12],
)
def test_a_hostile_formula_ends(formula: str) -> None:
    assert _math(formula).tag in ("math", "code")


def test_a_formula_longer_than_any_real_one_shows_its_source() -> None:
    assert _math("x" * 4_000).tag == "math"
    assert _math("x" * 4_001).tag == "code"


def test_one_formula_defines_nothing_for_the_next() -> None:
    assert _math(r"\def\mine{x}\mine").text == "x"
    assert _math(r"\mine").tag == "code"


def test_a_formula_makes_neither_an_anchor_nor_a_link() -> None:
    """Numbers of equations belong to the paper; here they would point to nothing."""
    for formula in (r"\eqref{tldr}", r"\begin{align}a&=b\label{tldr}\end{align}"):
        element = _math(formula, display=True)
        assert not element.with_attribute("href")
        assert not element.with_attribute("id")


def test_no_formula_has_a_style_which_the_pages_policy_forbids() -> None:
    aligned = mathml(r"\begin{cases} a & b \\ c & d \end{cases} \color{red} x", display=True)
    assert "style" not in {name for each in parse(aligned) for name in each.attributes}
    cells = [each.attributes.get("class") for each in parse(aligned).all("mtd")]
    assert cells == ["left"] * 4
