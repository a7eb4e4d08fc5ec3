"""The shape of a model's answer for captions, and an answer as translations by number."""

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from paperglot.digest.answer import AnswerError, Text, validated
from paperglot.languages import Language
from paperglot.prose import line

_Number = Annotated[int, Field(ge=1)]


@cache
def answer_model(language: Language) -> type[BaseModel]:
    """Return the pydantic model of an answer whose texts end in the language."""
    strict = ConfigDict(extra="forbid")
    texts: dict[str, Any] = {_name(language): Text}
    caption = create_model("Caption", __config__=strict, number=_Number, **texts)
    captions = Annotated[list[caption], Field()]  # type: ignore[valid-type]
    return create_model("Captions", __config__=strict, captions=captions)


def parse(text: str, language: Language, asked: int) -> dict[int, str]:
    """Parse the JSON of an answer: a translation by each number, which may be missing.

    Raises:
        AnswerError: there is no JSON in it, or not of the shape, or a number is not one of so
            many that were asked for, or stands there twice.
    """
    found: dict[int, str] = {}
    for value in validated(text, answer_model(language))["captions"]:
        number = value["number"]
        if number > asked or number in found:
            problem = "stands there twice" if number in found else "is the number of no caption"
            message = f"captions: {number} {problem}"
            raise AnswerError(message)
        found[number] = line(value[_name(language)])
    return found


def _name(language: Language) -> str:
    return f"text_{language.suffix}"
