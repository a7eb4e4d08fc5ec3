"""Invented answers have the properties that a gate can check."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.shared import SHARED, needs_shared
from tests.standins.answers import answers_from, invent, seed_answers, untranslated
from tests.standins.dialogue import Asked, read
from tests.standins.feeds import Item, an_invented_day
from tests.standins.filler import formula_spans, verbatim_parts

STRING, NUMBERS = {"type": "string"}, {"type": "array", "items": {"type": "integer"}}
SEED = SHARED / "seed-day/answers.json"
PAPERS = sorted(
    {
        item.id: item for items in an_invented_day(date(2026, 5, 12)).values() for item in items
    }.items()
)


_NAMES = ("title", "abstract", "tldr")


def schema(language: str = "zh", **more: object) -> dict[str, Any]:
    takeaway = {
        "type": "object",
        "properties": {"text_en": STRING, f"text_{language}": STRING, "sentences": NUMBERS},
    }
    names = ("tldr_en", *(f"{name}_{language}" for name in _NAMES))
    takeaways = {"type": "array", "items": {"$ref": "#/$defs/Takeaway"}}
    properties = {**dict.fromkeys(names, STRING), "takeaways": takeaways, **more}
    return {"type": "object", "properties": properties, "$defs": {"Takeaway": takeaway}}


def asked(*sentences: str, paper: str = "2605.91201", title: str = "A Title", **more: Any) -> Asked:
    numbered = {str(number): text for number, text in enumerate(sentences, start=1)}
    content = {"id": paper, "title": title, "categories": ["cs.CL"], "sentences": numbered}
    wanted = more.get("schema") or schema()
    return read(
        {
            "messages": [{"role": "user", "content": json.dumps(content)}],
            "output_config": {"format": {"type": "json_schema", "schema": wanted}},
        }
    )


def about(item: Item, **more: Any) -> Asked:
    return asked(*re.split(r"(?<=\.)\s+", item.abstract), paper=item.id, title=item.title, **more)


def han_share(text: str) -> float:
    for start, stop in reversed(formula_spans(text)):
        text = text[:start] + text[stop:]
    han, latin = len(re.findall("[\u4e00-\u9fff]", text)), len(re.findall("[A-Za-z]", text))
    return han / (han + latin)


@pytest.mark.parametrize("item", [item for _, item in PAPERS], ids=[key for key, _ in PAPERS])
def test_an_answer_passes_for_a_translation(item: Item) -> None:
    answer = invent(about(item))
    pairs = [
        (item.title, answer["title_zh"]),
        (item.abstract, answer["abstract_zh"]),
        (answer["tldr_en"], answer["tldr_zh"]),
        *((takeaway["text_en"], takeaway["text_zh"]) for takeaway in answer["takeaways"]),
    ]
    for english, chinese in pairs:
        assert sorted(verbatim_parts(chinese)) == sorted(verbatim_parts(english))
        assert han_share(chinese) >= 0.5
        assert not re.search("[零一二三四五六七八九十百千万亿两双半]", chinese)
    assert 0.2 < len(answer["abstract_zh"]) / len(item.abstract) < 0.6
    assert answer["tldr_en"].removeprefix("In short: ") in item.abstract


@pytest.mark.parametrize("item", [item for _, item in PAPERS], ids=[key for key, _ in PAPERS])
def test_takeaways_differ_and_rest_on_sentences_that_exist(item: Item) -> None:
    takeaways = invent(about(item))["takeaways"]
    numbers = set(about(item).sentences)
    assert 3 <= len(takeaways) <= 7
    for language in ("en", "zh"):
        assert len({takeaway[f"text_{language}"] for takeaway in takeaways}) == len(takeaways)
    assert all(takeaway["sentences"] for takeaway in takeaways)
    assert all(set(takeaway["sentences"]) <= numbers for takeaway in takeaways)


@pytest.mark.parametrize("sentences", [("Only one.",), ("Twice.", "Twice."), ()])
def test_there_are_three_takeaways_however_short_the_abstract(sentences: tuple[str, ...]) -> None:
    takeaways = invent(asked(*sentences))["takeaways"]
    assert len({takeaway["text_zh"] for takeaway in takeaways}) == 3
    assert len({takeaway["text_en"] for takeaway in takeaways}) == 3


def test_an_answer_is_the_same_each_time_and_another_for_another_paper() -> None:
    first, again, other = (
        invent(asked("We try.", "It works.", paper=paper)) for paper in ("a", "a", "b")
    )
    assert first == again
    assert first["abstract_zh"] != other["abstract_zh"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("It costs $5 and $6.", ["$5", "$6"]),
        ("From $5M for $x$ on", ["$5M", "$x$"]),
        (r"Both \(a_1\) and $$b^2$$ hold", [r"\(a_1\)", "$$b^2$$"]),
        ("(GPT-4o, 2,048 of 1.5 billion)", ["GPT-4o", "2,048", "1.5 billion"]),
        (r"\textbf{95.2} and 2{,}048", [r"\textbf{95.2}", "2{,}048"]),
        (r"escaped \$3 is no formula, nor is \$4", [r"\$3", r"\$4"]),
        ("none at all", []),
    ],
)
def test_formulas_and_numbers_are_kept_verbatim(text: str, kept: list[str]) -> None:
    chinese = invent(asked(text))["tldr_zh"]
    assert verbatim_parts(text) == kept
    assert verbatim_parts(chinese) == kept


def test_another_language_is_read_from_the_schema() -> None:
    answer = invent(asked("We try 3 ways.", schema=schema("de")))
    assert set(answer) == {"tldr_en", "title_de", "abstract_de", "tldr_de", "takeaways"}
    assert re.search("[a-zäöü]{4}.* 3", answer["abstract_de"])
    assert not re.search("[\u4e00-\u9fff]", json.dumps(answer, ensure_ascii=False))


def test_limits_of_the_schema_are_obeyed_in_either_form() -> None:
    long = "Words " * 40 + "and $a + b$ at the end."
    moved = {"type": "string", "description": "A hint.\n\n{maxLength: 50}"}
    answer = invent(asked(long, schema=schema(tldr_en=moved, tldr_zh={**STRING, "maxLength": 9})))
    assert 30 < len(answer["tldr_en"]) <= 50
    assert invent(asked("We $a + b$.", schema=schema(tldr_en={**STRING, "maxLength": 16}))) == {
        **invent(asked("We $a + b$.")),
        "tldr_en": "In short: We",
    }


def test_other_types_get_some_value() -> None:
    more: dict[str, Any] = {
        "id": STRING,
        "kind": {"enum": ["method", "data"]},
        "fixed": {"const": 1},
        "maybe": {"anyOf": [{"type": "null"}, {"type": "boolean"}]},
        "number": {"type": "number"},
        "position": {"type": "integer"},
        "nothing": {"type": "null"},
    }
    answer = invent(asked("We try.", schema=schema(**more)))
    assert {name: answer[name] for name in more} == {
        "id": "2605.91201",
        "kind": "method",
        "fixed": 1,
        "maybe": False,
        "number": 0.5,
        "position": 1,
        "nothing": None,
    }


def test_answers_can_override_what_is_invented() -> None:
    texts = ["甲", "乙", "丙", "丁"]
    answer = answers_from(
        {
            "2605.91201": {
                "tldr_zh": "摘要",
                "tldr_fr": "none asked for it",
                "takeaways": [{"text_zh": text} for text in texts],
            }
        }
    )
    for paper in ("2605.91201", "2605.91201v2"):
        given = answer(asked("We try.", paper=paper))
        assert given["tldr_zh"] == "摘要"
        assert [takeaway["text_zh"] for takeaway in given["takeaways"]] == texts
        assert len({takeaway["text_en"] for takeaway in given["takeaways"]}) == 4
        assert "tldr_fr" not in given
    other = asked("We try.", paper="2605.91202")
    assert answer(other) == invent(other)


def test_fewer_takeaways_than_three_are_filled_up() -> None:
    answer = answers_from({"2605.91201": {"takeaways": [{"text_zh": "甲"}]}})
    takeaways = answer(asked("We try."))["takeaways"]
    assert takeaways[0]["text_zh"] == "甲"
    assert len(takeaways) == 3


def test_untranslated_answers_are_english_throughout() -> None:
    assert json.dumps(untranslated(asked("We try.")), ensure_ascii=False).isascii()


def test_seed_answers_take_their_names_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    paper = {"abstract_zh": "正文", "summary_zh": "摘要", "takeaways_zh": ["甲", "乙", "丙"]}
    file.write_text(json.dumps({"2605.91201": paper, "2605.91202": {}}), encoding="utf-8")
    given = seed_answers(file)(asked("We try."))
    assert (given["abstract_zh"], given["tldr_zh"]) == ("正文", "摘要")
    assert [takeaway["text_zh"] for takeaway in given["takeaways"]] == ["甲", "乙", "丙"]
    assert given["title_zh"] == invent(asked("We try."))["title_zh"]


@needs_shared
def test_the_seed_day_can_be_answered() -> None:
    for identifier, paper in json.loads(SEED.read_text(encoding="utf-8")).items():
        given = seed_answers(SEED)(asked("We try.", paper=identifier))
        assert given["abstract_zh"] == paper["abstract_zh"]
        assert len(given["takeaways"]) == len(paper["takeaways_zh"])
