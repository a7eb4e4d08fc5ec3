from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from paperglot.site import plots

_SHARES = st.lists(st.none() | st.floats(0, 1), max_size=14)
_ALLOWED = {
    "class", "role", "viewBox", "width", "height", "points", "fill", "cx", "cy", "r", "x", "y",
}  # fmt: skip


def _parsed(svg: str) -> ET.Element:
    root = ET.fromstring(svg)
    assert root.tag == "svg"
    assert root.attrib["role"] == "img"
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert {name for element in root.iter() for name in element.attrib} <= _ALLOWED
    return root


def _inside(points: str) -> bool:
    pairs = [tuple(map(float, point.split(","))) for point in points.split()]
    return all(0 <= x <= plots.WIDTH and 0 <= y <= plots.HEIGHT for x, y in pairs)


@given(_SHARES, st.text(alphabet="<&>\"'ab"), st.text(alphabet="<&>\"'ab"))
def test_a_line_is_well_formed_stays_inside_and_says_what_it_shows(
    values: list[float | None], name: str, numbers: str
) -> None:
    root = _parsed(plots.line(values, name, numbers))
    assert (root[0].text or "", root[1].text or "") == (name, numbers)
    assert all(_inside(line.attrib["points"]) for line in root.iter("polyline"))
    assert len(list(root.iter("circle"))) == int(bool(values) and values[-1] is not None)


@given(st.lists(st.integers(0, 5_000), max_size=14))
def test_bars_are_as_many_as_the_numbers_and_as_high(values: list[int]) -> None:
    bars = list(_parsed(plots.bars(values, "", "")).iter("rect"))
    assert len(bars) == len(values)
    for bar, value in zip(bars, values, strict=True):
        height = float(bar.attrib["height"])
        expected = value / (max(values) or 1) * plots.HEIGHT
        assert abs(height - expected) <= 0.1
        assert abs(float(bar.attrib["y"]) + height - plots.HEIGHT) <= 0.11
    assert [bar.attrib.get("class") for bar in bars] == [
        *([None] * (len(bars) - 1)), *(["pg-last"] if bars else []),
    ]  # fmt: skip


def test_a_line_has_a_gap_where_there_is_no_number() -> None:
    root = _parsed(plots.line([0.1, 0.2, None, 0.3, 0.1], "", ""))
    assert [len(line.attrib["points"].split()) for line in root.iter("polyline")] == [2, 2]


def test_the_highest_value_reaches_the_top_and_the_last_one_the_right_end() -> None:
    (line,) = _parsed(plots.line([0, 0.5, 1], "", "")).iter("polyline")
    first, middle, last = (tuple(map(float, p.split(","))) for p in line.attrib["points"].split())
    assert (first[0], last[0]) == (4, plots.WIDTH - 4)
    assert first[1] > middle[1] > last[1] == 2


def test_a_lone_month_is_a_dot_or_a_bar() -> None:
    root = _parsed(plots.line([0.2], "", ""))
    assert (len(list(root.iter("circle"))), list(root.iter("polyline"))) == (1, [])
    assert len(list(_parsed(plots.bars([3], "", "")).iter("rect"))) == 1
