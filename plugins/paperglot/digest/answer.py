"""The shape of a model's answer, and an answer as a `Digest`."""

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from paperglot.languages import ENGLISH, Language
from paperglot.model import Digest, Pair, Takeaway
from paperglot.prose import line, normalise

Text = Annotated[str, Field(min_length=1)]
SentenceNumber = Annotated[int, Field(ge=1)]


class AnswerError(ValueError):
    """An answer that is not of the shape that was asked for."""


@cache
def answer_model(language: Language) -> type[BaseModel]:
    """Return the pydantic model of an answer whose fields end in `_en` or the language."""
    strict = ConfigDict(extra="forbid")
    texts: dict[str, Any] = {_name("text", each): Text for each in (ENGLISH, language)}
    takeaway = create_model(
        "Takeaway", __config__=strict, **texts, sentences=Annotated[list[SentenceNumber], Field()]
    )
    fields: dict[str, Any] = {
        _name("title", language): Text,
        _name("abstract", language): Text,
        _name("tldr", ENGLISH): Text,
        _name("tldr", language): Text,
        "takeaways": Annotated[list[takeaway], Field(min_length=3, max_length=7)],  # type: ignore[valid-type]
    }
    return create_model("Answer", __config__=strict, **fields)


def parse(text: str, language: Language) -> Digest:
    """Parse the JSON of an answer.

    Raises:
        AnswerError: it is not JSON, or not of the shape; says where.
    """
    try:
        answer = answer_model(language).model_validate_json(text).model_dump()
    except ValidationError as error:
        raise AnswerError(_first_problem(error)) from error
    return Digest(
        title=line(answer[_name("title", language)]),
        abstract=normalise(answer[_name("abstract", language)]),
        tldr=Pair(line(answer[_name("tldr", ENGLISH)]), line(answer[_name("tldr", language)])),
        takeaways=tuple(_takeaway(value, language) for value in answer["takeaways"]),
    )


def _name(field: str, language: Language) -> str:
    return f"{field}_{language.suffix}"


def _takeaway(value: dict[str, Any], language: Language) -> Takeaway:
    return Takeaway(
        english=line(value[_name("text", ENGLISH)]),
        translated=line(value[_name("text", language)]),
        evidence=tuple(dict.fromkeys(value["sentences"])),
    )


def _first_problem(error: ValidationError) -> str:
    """Name the first problem without repeating the answer's text."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]
