import pytest

from paperglot.figures.captions import is_other_caption, may_have_caption, opening


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("Figure 3: An overview", "Figure 3", "An overview"),
        ("Figure 3. An overview", "Figure 3", "An overview"),
        ("Figure 3 An overview", "Figure 3", "An overview"),
        ("Fig. 3 – An overview", "Figure 3", "An overview"),
        ("FIGURE 3 | An overview", "Figure 3", "An overview"),
        ("Figure3: An overview", "Figure 3", "An overview"),
        ("Figure A1: An overview", "Figure A1", "An overview"),
        ("Figure 3.2. An overview", "Figure 3.2", "An overview"),
        ("Figure 2-1: An overview", "Figure 2-1", "An overview"),
        ("Table IV", "Table IV", ""),
        ("TABLE IV", "Table IV", ""),
        ("Tab. 12a: Errors", "Table 12a", "Errors"),
        ("Table S2. Errors", "Table S2", "Errors"),
    ],
)
def test_a_caption_opens_with_its_label(text: str, label: str, rest: str) -> None:
    found = opening(text)
    assert found is not None
    assert (found.label, found.rest) == (label, rest)


@pytest.mark.parametrize(
    "text",
    ["figure 3: small", "Figures 3 and 4", "Table of contents", "Tablet 3", "A Figure 3", ""],
)
def test_other_lines_open_none(text: str) -> None:
    assert opening(text) is None


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Figure 3 Errors fall", True),
        ("Figure 3 (left) Errors fall", True),
        ("Figure 3 shows", False),
        ("Figure 3, which shows", False),
        ("Figure 3) shows", False),
    ],
)
def test_a_sentence_begins_with_a_capital(text: str, begins: bool) -> None:  # noqa: FBT001
    found = opening(text)
    assert found is not None
    assert found.begins_sentence is begins


def test_an_algorithm_is_neither_figure_nor_table() -> None:
    assert is_other_caption("Algorithm 1 Sorting")
    assert opening("Algorithm 1 Sorting") is None


def test_a_page_is_looked_at_only_if_a_line_begins_like_a_caption() -> None:
    assert may_have_caption("some text\r\nFigure 3 Errors")
    assert may_have_caption("TABLE IV\r\nERRORS")
    assert not may_have_caption("some text, see Figure 3\r\nand so on")
