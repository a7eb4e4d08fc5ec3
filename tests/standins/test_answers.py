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
from tests.standins.reading import read_batch

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
            "system": more.get("system", ""),
            "messages": [{"role": "user", "content": json.dumps(content)}],
            "output_config": {"format": {"type": "json_schema", "schema": wanted}},
        }
    )


def about(item: Item, **more: Any) -> Asked:
    return asked(*re.split(r"(?<=\.)\s+", item.abstract), paper=item.id, title=item.title, **more)


def real_items() -> tuple[Item, ...]:
    batch = read_batch("cs.CL", (SHARED / "seed-day/cs.CL.xml").read_bytes())
    assert batch is not None
    return batch.items


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


def test_an_overview_rests_on_the_papers_that_were_given() -> None:
    papers = {str(n): {"title": f"T{n}", "summary": [f"It is {n} %."]} for n in range(1, 6)}
    statement = {
        "type": "object",
        "properties": {"text_en": STRING, "text_zh": STRING, "papers": NUMBERS},
    }
    statements = {"type": "array", "items": statement, "description": "{maxItems: 3}"}
    wanted = {"type": "object", "properties": {"statements": statements}}
    content = {"id": "2026-05-12/llm", "title": "Language Models", "papers": papers}
    request = read(
        {
            "messages": [{"role": "user", "content": json.dumps(content)}],
            "output_config": {"format": {"type": "json_schema", "schema": wanted}},
        }
    )
    found = invent(request)["statements"]
    assert request.id == "2026-05-12/llm"
    assert [each["papers"] for each in found] == [[1], [2], [3]]
    for number, each in enumerate(found, start=1):
        assert f"It is {number} %." in each["text_en"]
        assert str(number) in each["text_zh"]


def test_each_caption_is_translated_under_its_number() -> None:
    captions = {"1": {"label": "Figure 3", "caption": "It is 3 %."},
                "2": {"label": "Table 1", "caption": "It grows for $k > 2$."}}  # fmt: skip
    caption = {
        "type": "object",
        "properties": {"number": {"type": "integer"}, "text_zh": STRING},
    }
    wanted = {"type": "object", "properties": {"captions": {"type": "array", "items": caption}}}
    content = {"id": "captions/2605.00010", "title": "A bound", "captions": captions}
    request = read(
        {
            "messages": [{"role": "user", "content": json.dumps(content)}],
            "output_config": {"format": {"type": "json_schema", "schema": wanted}},
        }
    )
    first, second = invent(request)["captions"]
    assert request.id == "captions/2605.00010"
    assert (first["number"], second["number"]) == (1, 2)
    assert verbatim_parts(first["text_zh"]) == ["3"]
    assert verbatim_parts(second["text_zh"]) == ["$k > 2$"]


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


PROMPT = """\
Answer with:
- tldr_en, tldr_zh: one sentence each. At most
12 English words.
- takeaways: three to five objects such as {"text_en": "…"}. Each in at most 9 words.

- takeaways of at most 2 words are not meant.
"""


def test_the_prompt_says_how_many_takeaways_there_are_and_how_long_they_may_be() -> None:
    sentences = [f"We study {n} " + "things and more of them " * 5 + "." for n in range(20)]
    counts = set()
    for number in range(40):
        answer = invent(asked(*sentences, paper=f"2605.9{number:04}", system=PROMPT))
        counts.add(len(answer["takeaways"]))
        assert len(answer["tldr_en"].split()) == 12
        assert {len(each["text_en"].split()) for each in answer["takeaways"]} == {9}
        assert all(len(each["text_zh"]) < 40 for each in answer["takeaways"])
    assert counts == {3, 4, 5}
    unlimited = invent(asked(*sentences))
    assert {len(each["text_en"].split()) for each in unlimited["takeaways"]} == {32}


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("One two three $a + b$ five.", "In other words: One two three"),
        ("One two $a + b$ and five.", "In other words: One two"),
        ("One two three 1.5 billion of them.", "In other words: One two three"),
        ("One two 1.5 billion of them.", "In other words: One two 1.5 billion"),
        ("$a + b + c + d + e + f + g$ is so.", "In other words:"),
        ("One two three four.", "In other words: One two three four."),
    ],
)
def test_a_limit_of_words_cuts_no_formula_and_no_number(sentence: str, kept: str) -> None:
    prompt = "- takeaways: text_en has at most 7 words."
    takeaway = invent(asked(sentence, system=prompt))["takeaways"][0]
    assert takeaway["text_en"] == kept.removesuffix(":")
    assert verbatim_parts(takeaway["text_zh"]) == verbatim_parts(kept)


def test_sentences_that_begin_alike_are_one_where_no_more_of_them_fits() -> None:
    alike = "The very same eight words begin each sentence"
    prompt = "- takeaways: text_en has at most 12 words."
    takeaways = invent(asked(f"{alike}, and one.", f"{alike}, and two.", system=prompt))[
        "takeaways"
    ]
    assert len({takeaway["text_en"] for takeaway in takeaways}) == len(takeaways) == 3
    assert [takeaway["sentences"] for takeaway in takeaways] == [[1], [1], [1]]


def test_translations_have_the_usual_length() -> None:
    """About 0.33 of the characters of English; short sentences a little more, of whole phrases."""
    items = [item for _, item in PAPERS]
    english = sum(len(item.abstract) for item in items)
    chinese = [invent(about(item))["abstract_zh"] for item in items]
    assert 0.3 <= sum(map(len, chinese)) / english <= 0.4
    for item, text in zip(items, chinese, strict=True):
        assert 0.25 <= len(text) / len(item.abstract) <= 0.5, item.id


@needs_shared
def test_filler_is_as_long_as_what_a_model_wrote() -> None:
    papers = {item.id: item for item in real_items()}
    answers = json.loads(SEED.read_text(encoding="utf-8"))
    real = sum(len(answer["abstract_zh"]) for answer in answers.values())
    ours = sum(len(invent(about(papers[name]))["abstract_zh"]) for name in answers)
    assert 0.95 <= ours / real <= 1.2


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
