import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

import paperglot
from paperglot import languages
from paperglot.languages import second_language
from paperglot.model import CategoryState, Day, Failure, LinkKind, Source, Status
from paperglot.site.arithmetic import count
from paperglot.site.completeness import Quiet
from paperglot.site.render import THEME
from paperglot.site.script_words import KEYS, module
from paperglot.site.search.files import WORDS
from paperglot.site.words import TABLE, Words
from tests.samples import DAY, pending

PACKAGE = Path(paperglot.__file__).parent
_ROW = re.compile(r'^    Language\("([\w-]+)"', re.MULTILINE)
TAGS = {"en", *_ROW.findall(Path(languages.__file__).read_text(encoding="utf-8"))}

# Words whose key is put together from a value.
_FAMILIES = {
    "status_": {status.value for status in Status} - {Status.DIGESTED.value},
    "state_": {state.value for state in CategoryState},
    "link_": {kind.value for kind in LinkKind},
    "date_": {"long", "short", "month", "plain", "month_name", "weekday", "weekday_short"},
    "quiet_": {reason.value for reason in Quiet},
    "missing_": {"stale", "unreachable", "refused", "malformed"},
    "source_": {source.value for source in Source} - {Source.RSS.value},
}
_MADE = {prefix + value for prefix, values in _FAMILIES.items() for value in values}


def _templates() -> list[Path]:
    return sorted((THEME / "paperglot").glob("*.html"))


def _words(expression: nodes.Node) -> Iterator[str]:
    """Yield the texts that an expression can be, or begins with."""
    if isinstance(expression, nodes.Const):
        yield str(expression.value)
    elif isinstance(expression, nodes.CondExpr):
        yield from _words(expression.expr1)
        yield from _words(expression.expr2 or expression.expr1)
    elif isinstance(expression, nodes.Concat):
        yield from _words(expression.nodes[0])


def _asked_in_templates() -> set[str]:
    environment = jinja2.Environment(autoescape=True)
    asked: set[str] = set()
    for path in _templates():
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "word":
                asked.update(_words(call.args[0]))
            if isinstance(call.node, nodes.Name) and call.node.name == "date":
                asked.update(*map(_words, call.args[2:]))
        for applied in tree.find_all(nodes.Filter):
            if applied.name == "both" and applied.node is not None:
                asked.update(_words(applied.node))
    return asked


def _asked_in_modules() -> set[str]:
    """Keys that Python asks for by name."""
    sources = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    return set(re.findall(r'\b_?(?:word|both)\(\s*"(\w+)"', sources))


def _asked_anywhere() -> set[str]:
    return _asked_in_templates() | _asked_in_modules() | _terms() | _MADE | set(KEYS) | set(WORDS)


def _asked_in_scripts() -> set[str]:
    """Keys that scripts ask for by name, or by the beginning of a family's names."""
    sources = "".join(path.read_text(encoding="utf-8") for path in THEME.rglob("*.js"))
    named = {key for key in TABLE if f'"{key}"' in sources}
    families = re.findall(r"`(\w+_)\$\{\w+\}`", sources)
    return named | {key for key in TABLE for family in families if key.startswith(family)}


def _terms() -> set[str]:
    """Keys of the day's sum, of which each term must be able to stand on a page."""
    everything = Day(
        DAY,
        kept=("2613.00077",),
        outside=("2613.00078",),
        replacements=("2613.00079",),
        repeated=("2613.00080",),
        failures=(Failure("x", "y"),),
    )
    papers = [pending("2613.00081"), pending("2613.00082", status=Status.WITHDRAWN)]
    return {name for name, _number in count(everything, papers).terms}


def test_every_word_is_there_in_every_language() -> None:
    assert {"en", "zh-Hans", "de"} <= TAGS
    assert {key: set(row) for key, row in TABLE.items()} == dict.fromkeys(TABLE, TAGS)
    assert not [(key, tag) for key, row in TABLE.items() for tag in row if not row[tag].strip()]


def test_a_number_stands_in_all_languages_or_in_none() -> None:
    for key, row in TABLE.items():
        assert len({"{n}" in text for text in row.values()}) == 1, key
        assert not [text for text in row.values() if re.search(r"\{(?![ns]\})", text)], key


def test_every_word_that_is_asked_for_is_in_the_table() -> None:
    asked = _asked_anywhere()
    assert sorted(asked - _FAMILIES.keys() - TABLE.keys()) == []


def test_every_word_of_the_table_is_asked_for() -> None:
    asked = _asked_anywhere()
    assert sorted(TABLE.keys() - asked) == []


def test_scripts_are_given_the_words_that_they_ask_for() -> None:
    # Elements, attributes and names of choices may be called like words of the table.
    others = {"archive", "search", "topics", "state", "papers", "category", "failed", "topic"}
    asked = _asked_in_scripts() - others - set(WORDS)  # the index of the search brings its own
    assert asked - {"language_second"} == set(KEYS) - {"language_own"}


def test_the_module_of_words_has_both_languages_and_names_the_second_one() -> None:
    made = module(Words(second_language("de")), schemes=True)
    assert 'second = "de"' in made
    assert '"scheme_dark": ["dark", "dunkel"]' in made
    assert '"language_second": ["German", "Deutsch"]' in made


def test_a_plural_is_a_plural() -> None:
    words = Words(second_language("zh-Hans"))
    assert [words.word("papers", "en", n) for n in (0, 1, 2)] == ["0 papers", "1 paper", "2 papers"]
    assert words.word("papers", "zh-Hans", 1) == "1 篇"


def test_a_large_number_is_readable() -> None:
    words = Words(second_language("zh-Hans"))
    assert words.word("announced", "en", 1_221) == "1,221 announced"
    assert words.word("and_more", "en", 3_295) == "and 3,295 more"


def test_both_marks_each_language_and_says_once_what_agrees() -> None:
    words = Words(second_language("zh-Hans"))
    assert words.both("archive") == (
        '<span lang="en">Archive</span> <span lang="zh-Hans">归档</span>'
    )
    assert words.both("doi") == '<span lang="en">DOI</span>'


def test_what_stands_in_a_word_is_data() -> None:
    words = Words(second_language("zh-Hans"))
    found = words.both("written_by", "<b>{n} {x}")
    assert found.count("&lt;b&gt;{n} {x}") == 2
    assert "<b>" not in found


@pytest.mark.parametrize(
    ("tag", "long", "short", "month"),
    [
        ("en", "Sunday, 1 March 2026", "Sun 1 Mar", "March 2026"),
        ("zh-Hans", "2026年3月1日 星期日", "3月1日 周日", "2026年3月"),
        ("de", "Sonntag, 1. März 2026", "So. 1. März", "März 2026"),
    ],
)
def test_a_date_is_written_as_its_language_writes_it(
    tag: str, long: str, short: str, month: str
) -> None:
    words = Words(second_language("de"))
    language = next(
        each for each in (*words.languages, second_language("zh-Hans")) if each.tag == tag
    )
    styles = ("long", "short", "month")
    day = date(2026, 3, 1)
    assert tuple(words.date_in(day, style, language) for style in styles) == (long, short, month)


def test_a_date_is_for_machines_too() -> None:
    words = Words(second_language("zh-Hans"))
    assert words.dated(DAY, "short") == (
        '<time datetime="2026-03-03"><span lang="en">Tue 3 Mar</span> '
        '<span lang="zh-Hans">3月3日 周二</span></time>'
    )


def test_a_date_within_words_has_each_language_s_own_colon() -> None:
    words = Words(second_language("zh-Hans"))
    assert words.dated(DAY, "short", "announced_on") == (
        '<time datetime="2026-03-03"><span lang="en">Announced: Tue 3 Mar</span> '
        '<span lang="zh-Hans">公布日期：3月3日 周二</span></time>'
    )
    assert words.dated(DAY, "month").startswith('<time datetime="2026-03">')
