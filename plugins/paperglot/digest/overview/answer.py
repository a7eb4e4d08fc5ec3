"""The shape of a model's answer for an overview, and an answer as its sentences."""

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from paperglot.digest.answer import validated
from paperglot.digest.gate.texts import Point
from paperglot.languages import ENGLISH, Language
from paperglot.prose import line

Text = Annotated[str, Field(min_length=1)]
PaperNumber = Annotated[int, Field(ge=1)]
_FEWEST, _MOST = 2, 3


@cache
def answer_model(language: Language) -> type[BaseModel]:
    """Return the pydantic model of an answer whose texts end in `_en` or the language."""
    strict = ConfigDict(extra="forbid")
    texts: dict[str, Any] = {_name(each): Text for each in (ENGLISH, language)}
    statement = create_model(
        "Statement", __config__=strict, **texts, papers=Annotated[list[PaperNumber], Field()]
    )
    statements = Annotated[list[statement], Field(min_length=_FEWEST, max_length=_MOST)]  # type: ignore[valid-type]
    return create_model("Overview", __config__=strict, statements=statements)


def parse(text: str, language: Language) -> tuple[Point, ...]:
    """Parse the JSON of an answer: its sentences, with the numbers of the papers they name.

    Raises:
        AnswerError: there is no JSON in it, or not of the shape; says where.
    """
    answer = validated(text, answer_model(language))
    return tuple(
        Point(
            line(value[_name(ENGLISH)]),
            line(value[_name(language)]),
            tuple(dict.fromkeys(value["papers"])),
        )
        for value in answer["statements"]
    )


def _name(language: Language) -> str:
    return f"text_{language.suffix}"
