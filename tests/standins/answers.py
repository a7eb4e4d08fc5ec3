"""What the stand-in for the Messages API answers: invented digests of the paper in a request.

An answer function takes what was asked and returns the fields of the answer. `invent` makes
them from the demanded schema, so no property's name is known here except by its form: a name
that ends in `_` and a language's code is text in that language, a list of whole numbers is
a list of sentence numbers, a list of objects is the list of takeaways, or, where each object has
one whole number, says one thing of each numbered text.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from tests.standins.dialogue import Asked, Json, resolve
from tests.standins.filler import formula_spans, translate, voice

Answer: TypeAlias = Callable[[Asked], Json]
Overrides: TypeAlias = Mapping[str, Mapping[str, Any]]

FEWEST, MOST = 3, 7
"""How many takeaways an answer has where neither prompt nor schema says."""

_SUFFIX = re.compile("(?P<base>.+)_(?P<language>[a-z]{2,3})")
_SHORT = "In short: "
_FRAMES = (
    "In other words: ",
    "To put it briefly: ",
    "The authors also note this: ",
    "Seen from another side: ",
    "What follows from it: ",
    "For the reader this means: ",
)
_LONGEST_FRAME = max(_FRAMES, key=lambda frame: len(frame.split()))
_VERSION = re.compile(r"v\d+$")
_ITEM = re.compile(r"^- .*(?:\n(?!- |\n).*)*", re.MULTILINE)
_WORDS_AT_MOST = re.compile(r"\bat\s+most\s+(\d+)\s+(?:English\s+)?words\b", re.IGNORECASE)
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_FROM_TO = re.compile(rf"\b({'|'.join(_COUNTS)})\s+to\s+({'|'.join(_COUNTS)})\b")
_MAGNITUDE = re.compile(r"\s+(?:hundred|thousand|million|billion|trillion)")


def invent(asked: Asked) -> Json:
    """Return a valid answer to the request: the same for the same paper and schema.

    English text is the abstract's own sentences in a frame; other languages get filler with
    each formula and number of that English text. Takeaways are all different, and their evidence
    names sentences that exist. How many there are (else 3 to 7) and how many words a text has at
    most is read in the prompt: in the item that names the field, as "three to five" and "at most
    25 words".
    """
    return _Composer(asked).compose()


def untranslated(asked: Asked) -> Json:
    """Return the answer of `invent`, but in English wherever another language was demanded."""
    return _Composer(asked, translated=False).compose()


def answers_from(overrides: Overrides) -> Answer:
    """Return an answer function that has some papers' fields from `overrides`, by paper's id.

    Fields that the schema lacks are left out; all else is what `invent` gives. A list of
    objects, such as takeaways, is overridden element by element and has as many elements
    as the list given here, but never fewer than three.
    """

    def answer(asked: Asked) -> Json:
        fields = overrides.get(asked.id) or overrides.get(_VERSION.sub("", asked.id), {})
        lists = [value for value in fields.values() if isinstance(value, Sequence)]
        counts = [len(value) for value in lists if not isinstance(value, str)]
        count = max(FEWEST, *counts) if counts else None
        return _merged(_Composer(asked, count=count).compose(), fields)

    return answer


def seed_answers(path: Path) -> Answer:
    """Return an answer function for a file such as `seed-day/answers.json`.

    It maps an id to `abstract_zh`, `summary_zh` (the TL;DR) and `takeaways_zh` (a list of
    texts); titles, English and evidence are invented.
    """
    papers = json.loads(path.read_text(encoding="utf-8"))
    return answers_from({identifier: _seed(paper) for identifier, paper in papers.items()})


def _seed(paper: Json) -> Json:
    fields = {
        "abstract_zh": paper.get("abstract_zh"),
        "tldr_zh": paper.get("summary_zh"),
        "takeaways": [{"text_zh": text} for text in paper.get("takeaways_zh") or ()],
    }
    return {name: value for name, value in fields.items() if value}


def _merged(invented: Json, fields: Mapping[str, Any]) -> Json:
    return {
        name: _merged_value(value, fields[name]) if name in fields else value
        for name, value in invented.items()
    }


def _merged_value(invented: Any, given: Any) -> Any:
    if isinstance(invented, list) and all(isinstance(element, Mapping) for element in given):
        rest = invented[len(given) :]
        return [*map(_merged, invented, given), *rest]
    return given


@dataclass(frozen=True, slots=True)
class _Source:
    """What a part of the answer is about: English text and the sentences it comes from."""

    position: int
    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Composer:
    """Makes a value for each part of the schema."""

    asked: Asked
    count: int | None = None
    """How many takeaways; None leaves it to the paper."""
    translated: bool = True

    def compose(self) -> Json:
        if not self.asked.schema:
            return {"text": f"No schema was given for {self.asked.id or 'this request'}."}
        whole = _Source(0, _SHORT + self._sentences[0], tuple(self.asked.sentences)[:1])
        answer: Json = self._value("", self.asked.schema, whole)
        return answer

    @property
    def _sentences(self) -> list[str]:
        return [text for _, text in self._numbered]

    @property
    def _numbered(self) -> list[tuple[int, str]]:
        """The sentences with their numbers; an abstract without any has its title as number 0."""
        return list(self.asked.sentences.items()) or [(0, self.asked.title)]

    def _cut(self, base: str, text: str) -> str:
        """Cut an English text to the words that the prompt allows it."""
        told = _WORDS_AT_MOST.search(_item(self.asked.system, f"{base}_en"))
        return _worded(text, int(told[1])) if told else text

    def _value(self, name: str, schema: Json, source: _Source) -> Any:
        schema = resolve(schema, self.asked.schema)
        if "anyOf" in schema:
            return self._value(name, _first_non_null(schema["anyOf"]), source)
        if "const" in schema or "enum" in schema:
            return schema["const"] if "const" in schema else schema["enum"][0]
        makers: dict[str, Callable[[], Any]] = {
            "object": lambda: self._object(schema, source),
            "array": lambda: self._list(name, schema, source),
            "string": lambda: self._text(name, schema, source),
            "integer": lambda: next(iter(source.numbers), 1),
            "number": lambda: 0.5,
            "boolean": lambda: False,
        }
        maker = makers.get(schema.get("type", "null"))
        return maker() if maker else None

    def _object(self, schema: Json, source: _Source) -> Json:
        properties = schema.get("properties", {})
        return {name: self._value(name, part, source) for name, part in properties.items()}

    def _list(self, name: str, schema: Json, source: _Source) -> list[Any]:
        items = resolve(schema["items"], self.asked.schema)
        if items.get("type") == "integer":
            return list(source.numbers)
        if _is_numbered(items):
            given = enumerate(self._numbered)
            return [self._value(name, items, _Source(at, text, (n,))) for at, (n, text) in given]
        sources = [self._source(position) for position in range(self._length(name, schema))]
        return [self._value(name, items, part) for part in sources]

    def _length(self, name: str, schema: Json) -> int:
        if self.count is not None:
            return self.count
        told = _FROM_TO.search(_item(self.asked.system, name))
        low, high = map(_number, told.groups()) if told else (FEWEST, MOST)
        fewest = max(low, _limit(schema, "minItems", low))
        most = min(max(high, fewest), _limit(schema, "maxItems", max(high, fewest)))
        fewest = min(fewest, most)
        wanted = fewest + self._seed("length") % (most - fewest + 1)
        return min(wanted, max(fewest, len(self._sentences)))

    def _source(self, position: int) -> _Source:
        """Return what a takeaway rests on: each sentence in turn, in several frames."""
        known = {self._opening(text): (n, text) for n, text in reversed(self._numbered)}
        openings = list(dict.fromkeys(self._opening(text) for _, text in self._numbered))
        turn, index = divmod(position + len(openings), len(openings))  # never without a frame
        number, text = known[openings[index]]
        while turn:
            turn, frame = divmod(turn - 1, len(_FRAMES))
            text = _FRAMES[frame] + text
        return _Source(position, text, (number,) if number else ())

    def _opening(self, text: str) -> str:
        """Return what can be told of a sentence within the limit; some abstracts repeat one."""
        return self._cut("text", _LONGEST_FRAME + text)

    def _text(self, name: str, schema: Json, source: _Source) -> str:
        if name == "id":
            return self.asked.id
        match = _SUFFIX.fullmatch(name)
        base, language = (match["base"], match["language"]) if match else (name, "en")
        limit = _limit(schema, "maxLength", 0)
        cut = (self._cut(base, part) for part in self._english(base, source))
        parts = [_shortened(part, limit) for part in cut]
        if language == "en" or not self.translated:
            return _shortened(" ".join(parts), limit)
        speaker = voice(language)
        seed = self._seed(base) + source.position
        texts = [
            translate(part, speaker, seed + index, closed=base != "title")
            for index, part in enumerate(parts)
        ]
        return speaker.between.join(texts)

    def _english(self, base: str, source: _Source) -> list[str]:
        if base == "title":
            return [self.asked.title]
        return self._sentences if base == "abstract" else [source.text]

    def _seed(self, purpose: str) -> int:
        digest = hashlib.sha256(f"{self.asked.id}/{purpose}".encode()).digest()
        return int.from_bytes(digest[:4])


def _is_numbered(schema: Json) -> bool:
    return any(part.get("type") == "integer" for part in schema.get("properties", {}).values())


def _first_non_null(variants: list[Json]) -> Json:
    return next((variant for variant in variants if variant.get("type") != "null"), variants[0])


def _limit(schema: Json, keyword: str, default: int) -> int:
    """Read a limit that `anthropic.transform_schema` has moved into the description."""
    match = re.search(rf"\b{keyword}: (\d+)", schema.get("description", ""))
    return int(match[1]) if match else int(schema.get(keyword, default))


@lru_cache(maxsize=256)
def _item(prompt: str, name: str) -> str:
    """Return what a prompt says of a field: the first item of a list that names it."""
    items = (match[0] for match in _ITEM.finditer(prompt))
    return next((item for item in items if re.search(rf"\b{name}\b", item)), "")


def _number(word: str) -> int:
    return _COUNTS.index(word) + 1


def _shortened(text: str, limit: int) -> str:
    """Cut at a space outside formulas so that at most `limit` characters stay; 0 is no limit."""
    if not limit or len(text) <= limit:
        return text
    outside = [at for at in _ends(text) if at <= limit]
    return text[: outside[-1] if outside else limit].rstrip(" ,;:")


def _worded(text: str, limit: int) -> str:
    """Cut at a space outside formulas so that at most `limit` words stay, the first one at least.

    A number keeps its unit of magnitude, as it would else be another number.
    """
    if len(text.split()) <= limit:
        return text
    ends = [*_ends(text), len(text)]
    within = [
        at for at in ends if len(text[:at].split()) <= limit and not _MAGNITUDE.match(text, at)
    ]
    return text[: within[-1] if within else ends[0]].rstrip(" ,;:")


def _ends(text: str) -> list[int]:
    """Return where a text may be cut: at each space outside formulas."""
    formulas = formula_spans(text)
    spaces = (match.start() for match in re.finditer(r"\s+", text))
    return [at for at in spaces if not any(start < at < stop for start, stop in formulas)]
