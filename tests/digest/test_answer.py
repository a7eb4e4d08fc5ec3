import json
from collections.abc import Callable
from typing import Any

import anthropic
import pytest

from paperglot.digest import answer
from paperglot.digest.answer import AnswerError
from paperglot.languages import Language
from paperglot.model import Digest, Pair, Takeaway
from tests.settings import CHINESE, GERMAN
from tests.standins import dialogue

SECRET = "words that must not be repeated"
Json = dict[str, Any]


def takeaway(number: int) -> Json:
    return {"text_en": f"Point {number}.", "text_zh": f"要点{number}。", "sentences": [number]}


def answered(takeaways: int = 3) -> Json:
    return {
        "title_zh": "标题",
        "abstract_zh": "摘要。",
        "tldr_en": "In short.",
        "tldr_zh": "简而言之。",
        "takeaways": [takeaway(number) for number in range(1, takeaways + 1)],
    }


def parse(value: object) -> Digest:
    return answer.parse(json.dumps(value), CHINESE)


def property_names(schema: Json) -> set[str]:
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}


@pytest.mark.parametrize(("language", "suffix"), [(CHINESE, "zh"), (GERMAN, "de")])
def test_each_text_of_the_schema_says_its_language(language: Language, suffix: str) -> None:
    names = property_names(answer.answer_model(language).model_json_schema())
    assert names == {
        f"title_{suffix}", f"abstract_{suffix}", "tldr_en", f"tldr_{suffix}",
        "takeaways", "text_en", f"text_{suffix}", "sentences",
    }  # fmt: skip


@pytest.mark.parametrize("language", [CHINESE, GERMAN])
def test_the_api_takes_the_schema(language: Language) -> None:
    schema = anthropic.transform_schema(answer.answer_model(language))
    body = {
        "model": "m",
        "max_tokens": 1,
        "messages": [{"role": "user", "content": "{}"}],
        "output_config": {"format": {"type": "json_schema", "schema": schema}},
    }
    headers = {"x-api-key": "x", "anthropic-version": "2023-06-01"}
    assert list(dialogue.complaints(headers, body)) == []
    assert property_names(schema) >= {f"title_{language.suffix}", "takeaways"}


def test_an_answer_becomes_a_digest() -> None:
    assert parse(answered()) == Digest(
        title="标题",
        abstract="摘要。",
        tldr=Pair("In short.", "简而言之。"),
        takeaways=tuple(Takeaway(f"Point {n}.", f"要点{n}。", (n,)) for n in (1, 2, 3)),
    )


def test_texts_are_brought_into_normal_form() -> None:
    value = answered() | {"title_zh": " 标\n\n题 ", "abstract_zh": "一。\r\n \r\n二。\x00"}
    value["takeaways"][0] |= {"text_en": "Two\nlines.", "sentences": [2, 1, 2]}
    digest = parse(value)
    assert digest.title == "标 题"
    assert digest.abstract == "一。\n\n二。"
    assert digest.takeaways[0] == Takeaway("Two lines.", "要点1。", (2, 1))


def test_a_text_may_be_a_single_character() -> None:
    assert parse(answered() | {"title_zh": "界"}).title == "界"


@pytest.mark.parametrize("number", [3, 7])
def test_three_to_seven_takeaways_are_taken(number: int) -> None:
    assert len(parse(answered(number)).takeaways) == number


@pytest.mark.parametrize("number", [0, 1, 2, 8])
def test_fewer_and_more_are_not(number: int) -> None:
    with pytest.raises(AnswerError, match=r"^takeaways: .* at (least 3|most 7) items"):
        parse(answered(number))


def without(name: str) -> Callable[[Json], object]:
    return lambda value: {key: part for key, part in value.items() if key != name}


def having(**changes: object) -> Callable[[Json], object]:
    return lambda value: value | changes


def having_first(**changes: object) -> Callable[[Json], object]:
    return lambda value: value | {"takeaways": [takeaway(1) | changes, takeaway(2), takeaway(3)]}


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda _: [SECRET], ""),
        (lambda _: SECRET, ""),
        (lambda _: None, ""),
        *((without(name), f"{name}: ") for name in answered()),
        (having(remark=SECRET), "remark: "),
        (having(title_zh=""), "title_zh: "),
        (having(title_zh=None), "title_zh: "),
        (having(abstract_zh=[SECRET]), "abstract_zh: "),
        (having(tldr_en=7), "tldr_en: "),
        (having(tldr_zh={"text": SECRET}), "tldr_zh: "),
        (having(takeaways=SECRET), "takeaways: "),
        (having(takeaways={"0": SECRET}), "takeaways: "),
        (having(takeaways=[takeaway(1), SECRET, takeaway(3)]), "takeaways.1: "),
        (having_first(text_en=""), "takeaways.0.text_en: "),
        (having_first(text_zh=None), "takeaways.0.text_zh: "),
        (having_first(text_de=SECRET), "takeaways.0.text_de: "),
        (having_first(sentences=None), "takeaways.0.sentences: "),
        (having_first(sentences=[1, 0]), "takeaways.0.sentences.1: "),
        (having_first(sentences=[-3]), "takeaways.0.sentences.0: "),
        (having_first(sentences=[SECRET]), "takeaways.0.sentences.0: "),
        (having_first(sentences=[1.5]), "takeaways.0.sentences.0: "),
        (having_first(sentences=1), "takeaways.0.sentences: "),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_named_by_its_place_and_not_repeated(
    spoil: Callable[[Json], object], place: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        parse(spoil(answered()))
    assert str(caught.value).startswith(place)
    assert len(str(caught.value)) > len(place)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["", SECRET, "{", "}{", '{"title_zh": "words', '{"title_zh": "\\ud800"}', "`" * 3 + "json"],
)
def test_what_is_no_json_is_an_error(text: str) -> None:
    with pytest.raises(AnswerError) as caught:
        answer.parse(text, CHINESE)
    assert "JSON" in str(caught.value)
    assert SECRET not in str(caught.value)
