import json
from typing import Any

import anthropic
import pytest

from paperglot.digest.answer import AnswerError
from paperglot.digest.captions import answer, prompt
from paperglot.languages import Language
from tests.settings import CHINESE, GERMAN
from tests.standins import dialogue
from tests.standins.described import schema_of


def told(number: object, text: object = "一个界。", **more: object) -> dict[str, object]:
    return {"number": number, "text_zh": text, **more}


def parse(*captions: object) -> dict[int, str]:
    return answer.parse(json.dumps({"captions": captions}), CHINESE, asked=2)


def test_each_translation_has_its_number_whatever_the_order() -> None:
    assert parse(told(2, " 其\n代价。 "), told(1)) == {1: "一个界。", 2: "其 代价。"}
    assert parse(told(2)) == {2: "一个界。"}
    assert parse() == {}


@pytest.mark.parametrize(
    ("captions", "reason"),
    [
        ((told(3),), "captions: 3 is the number of no caption"),
        ((told(0),), "captions.0.number: "),
        ((told(1), told(1)), "captions: 1 stands there twice"),
        ((told(1, ""),), "captions.0.text_zh: "),
        ((told(1, None),), "captions.0.text_zh: "),
        ((told(1, remark="x"),), "captions.0.remark: "),
    ],
)
def test_an_answer_of_another_shape_says_where(captions: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(AnswerError) as caught:
        parse(*captions)
    assert str(caught.value).startswith(reason)


@pytest.mark.parametrize("language", [CHINESE, GERMAN])
def test_the_api_takes_the_schema_and_the_prompt_describes_it(language: Language) -> None:
    schema = anthropic.transform_schema(answer.answer_model(language))
    body = {
        "model": "m",
        "max_tokens": 1,
        "messages": [{"role": "user", "content": "{}"}],
        "output_config": {"format": {"type": "json_schema", "schema": schema}},
    }
    headers = {"x-api-key": "x", "anthropic-version": "2023-06-01"}
    assert list(dialogue.complaints(headers, body)) == []
    described = schema_of(prompt.rules(language))
    [described_list] = described["properties"].values()
    items = dialogue.resolve(schema["properties"]["captions"]["items"], schema)
    names = {name: part["type"] for name, part in items["properties"].items()}
    assert names == {
        name: part["type"] for name, part in described_list["items"]["properties"].items()
    }
    assert list(described["properties"]) == ["captions"]
