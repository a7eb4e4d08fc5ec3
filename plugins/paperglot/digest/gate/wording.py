"""What a text says that no digest should say: mark-up, addresses, talk of itself, copies."""

import re
from collections.abc import Sequence
from functools import lru_cache

from paperglot.digest.gate.texts import Field, Judged, key, plain
from paperglot.languages import ENGLISH
from paperglot.prose import addresses

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!")
_MARKDOWN = re.compile(
    r"\*\*[^*\n]+\*\*|(?:^|\s)#{1,6} |^```|```$|\[[^\[\]\n]+\]\(https?:|^\s*[-*] \w"
)

# Each phrase with what, in the paper itself, would explain it.
_REFUSALS = (
    (r"\bas an AI(?: language)?(?: model| assistant)?,? (?:I|my)\b|^as an AI\b", "as an AI"),
    (r"\bI(?:'m| am) (?:sorry|unable|not able)\b|\bI (?:cannot|can't|can not|won't)\b",
     r"\bI(?:'m| am)\b|\bI (?:cannot|can't)\b"),
    (r"作为(?:一个|一名|一款)?(?:AI|人工智能)(?:语言)?(?:模型|助手|助理)?[，,]", "as an AI"),
    ("抱歉|对不起|恕我", "sorry|apolog|regret"),
    (r"(?:^|[，。；：,])我(?:无法|不能|不会|没有办法)", r"\bI\b"),
)  # fmt: skip
_META = (
    (r"^(?:here(?: is|'s| are)|sure[,!.]|certainly[,!.]|of course[,!.]|below (?:is|are))",
     "^here(?: is|'s| are)"),
    (r"\b(?:the|your) (?:user|prompt) (?:asks|asked|says|wants|provided)\b", "user|prompt"),
    (r"\bthe (?:provided|given|above) abstract\b|\btranslator's note\b", "abstract|translator"),
    (r"^(?:好的|当然|没问题)[，。！,!]", "$^"),
    (r"以下(?:是|为)[^。]{0,12}(?:翻译|译文|摘要|总结|要点)", "translation|summar|abstract"),
    (r"^(?:译文|翻译|中文(?:翻译|摘要|标题)|摘要|标题|要点)[：:]|译者注|译注", "translator"),
    (r"(?:您|你)(?:提供|给出|要求)的", r"\byour?\b"),
    (r"如需(?:进一步|更多)|希望(?:这|以上)[^。]{0,8}帮助", "$^"),
)  # fmt: skip
_PROMPT_IN_CHINESE = re.compile("系统提示词?|用户消息|编号的?句子|JSON ?值")
_FIELD_NAMES = re.compile(r"\b(?:title|abstract|tldr|text)_(?:en|zh|de)\b")
_WORDS_OF_PROMPT = 7
"""So many words of the prompt in a row are no coincidence."""
_LONG_ENOUGH = 4
"""Words from which on a title or text that is like its source is a copy, not a name."""
_LONGEST_SHOWN = 60


def markup(judged: Judged) -> str | None:
    """A tag such as `<eos>` may come from the source; any other is the model's."""
    every = (find(field) for find in (_foreign_tag, _foreign_mark) for field in judged.fields)
    found = next((each for each in every if each is not None), None)
    return None if found is None else _foreign(found, judged)


def foreign_address(judged: Judged) -> str | None:
    """A web address stands in the source as it stands in the answer."""
    for field in judged.fields:
        known = [each.rstrip("/") for each in addresses(field.source)]
        for address in addresses(plain(field.text)):
            if address.rstrip("/") not in known:
                return _foreign(address.rstrip("/"), judged)
    return None


def evidence(judged: Judged) -> str | None:
    """Every takeaway names sentences of the abstract that exist, every statement papers."""
    names, last = judged.names, len(judged.parts)
    for point in judged.points:
        if not point.evidence:
            return f"a {names.point} names no {names.part}"
        if max(point.evidence) > last:
            return f"{names.part} {max(point.evidence)} of {names.whole} of {last}"
    return None


def repetition(judged: Judged) -> str | None:
    """No two points are the same but for letter case, spaces and punctuation."""
    for texts in zip(*((each.english, each.translated) for each in judged.points), strict=True):
        if len(set(map(key, texts))) < len(texts):
            return f"two {judged.names.point}s are the same"
    return None


def refusal(judged: Judged) -> str | None:
    """No text apologises, or speaks as the machine that wrote it."""
    return _phrase(_REFUSALS, judged.fields)


def meta_talk(judged: Judged) -> str | None:
    """No text speaks of the request, of the translation or to the reader."""
    return _phrase(_META, judged.fields)


def leak(judged: Judged) -> str | None:
    """No text has the names of fields, or seven words in a row, of what the model was told."""
    for field in judged.fields:
        for pattern in (_FIELD_NAMES, _PROMPT_IN_CHINESE):
            match = pattern.search(field.text)
            named = match and match[0] not in field.source
            if match and named and "prompt" not in field.source.casefold():
                return f"{match[0]} in {field.name}"
        told = _shingles(field.text) & _shingles(judged.system)
        if shared := told - _shingles(field.source):
            return f"{min(shared)!r} in {field.name} is the prompt's"
    return None


def echo(judged: Judged) -> str | None:
    """No text is its own source: a translation the original, a TL;DR the whole abstract."""
    for each in judged.copies:
        original = key(each.original)
        if key(each.text) == original and len(key(plain(each.original)).split()) >= _LONG_ENOUGH:
            return f"{each.name} is its source unchanged"
    return None


def copying(judged: Judged) -> str | None:
    """No English text is one of the parts of its source, word for word."""
    copied = {key(part) for part in judged.parts}
    for field in judged.fields:
        own = key(field.text) if field.language is ENGLISH else ""
        if own in copied and len(own.split()) > _LONG_ENOUGH:
            return f"{field.name} is {judged.names.copied} word for word"
    return None


def _foreign_tag(field: Field) -> str | None:
    known = _TAG.findall(field.source)
    tags = _TAG.findall(plain(field.text))
    foreign = (tag for tag in tags if tag not in known)
    return next((tag for tag in foreign if not _is_comparison(tag, field.source)), None)


def _foreign_mark(field: Field) -> str | None:
    known = [mark.strip() for mark in _MARKDOWN.findall(plain(field.source))]
    for match in _MARKDOWN.finditer(plain(field.text)):
        mark = match[0].strip()
        if mark not in known and not ("**" in field.source and mark.startswith("**")):
            return mark
    return None


def _is_comparison(tag: str, source: str) -> bool:
    """What the source begins in the same way, without an attribute: "<G3 … >"."""
    return "=" not in tag and re.split(r"[\s>，。]", tag)[0] + " " in source


def _foreign(found: str, judged: Judged) -> str:
    return f"{found[:_LONGEST_SHOWN]} is not in {judged.names.given}"


def _phrase(phrases: Sequence[tuple[str, str]], fields: Sequence[Field]) -> str | None:
    for field in fields:
        for pattern, explained in phrases:
            match = re.search(pattern, field.text, re.IGNORECASE)
            if match and not re.search(explained, field.source, re.IGNORECASE):
                return f"{match[0][:_LONGEST_SHOWN].strip()!r} in {field.name}"
    return None


@lru_cache(maxsize=128)
def _shingles(text: str) -> frozenset[str]:
    words = key(text).split()
    starts = range(len(words) - _WORDS_OF_PROMPT + 1)
    return frozenset(" ".join(words[start : start + _WORDS_OF_PROMPT]) for start in starts)
