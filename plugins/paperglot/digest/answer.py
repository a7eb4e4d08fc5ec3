"""The shape of a model's answer, and an answer as a `Digest`.

Where the API holds the model to the schema, an answer is JSON and nothing else. Other endpoints
let it stand in a code fence or between sentences (`digest.salvage`).
"""

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from paperglot.digest import salvage
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
    # Fewer are asked for than are taken: the prompt says five, and a sixth is no fault.
    takeaways = Field(min_length=3, max_length=7, json_schema_extra={"maxItems": 5})
    fields: dict[str, Any] = {
        _name("title", language): Text,
        _name("abstract", language): Text,
        _name("tldr", ENGLISH): Text,
        _name("tldr", language): Text,
        "takeaways": Annotated[list[takeaway], takeaways],  # type: ignore[valid-type]
    }
    return create_model("Answer", __config__=strict, **fields)


def parse(text: str, language: Language) -> Digest:
    """Parse the JSON of an answer.

    Raises:
        AnswerError: there is no JSON in it, or not of the shape; says where.
    """
    answer = validated(text, answer_model(language))
    return Digest(
        title=line(answer[_name("title", language)]),
        abstract=normalise(answer[_name("abstract", language)]),
        tldr=Pair(line(answer[_name("tldr", ENGLISH)]), line(answer[_name("tldr", language)])),
        takeaways=tuple(_takeaway(value, language) for value in answer["takeaways"]),
    )


def validated(text: str, model: type[BaseModel]) -> dict[str, Any]:
    """Return an answer's fields; the first reading of the text that is JSON counts.

    Raises:
        AnswerError: there is no JSON in it, or not of the model's shape; says where.
    """
    first = None
    for reading in salvage.readings(text):
        try:
            return model.model_validate_json(reading).model_dump()
        except ValidationError as error:
            first = first or error
            if not _is_no_json(error):
                raise AnswerError(_first_problem(error)) from error
    assert first is not None  # the text itself is the first reading
    raise AnswerError(_first_problem(first)) from first


def _is_no_json(error: ValidationError) -> bool:
    return error.errors(include_url=False, include_input=False)[0]["type"] == "json_invalid"


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
