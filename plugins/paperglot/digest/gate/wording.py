"""What a text says that no digest should say: mark-up, addresses, talk of itself, copies."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from paperglot.digest import prompt
from paperglot.digest.gate.texts import Field, fields, key, plain, source
from paperglot.languages import Language
from paperglot.model import Digest, Paper
from paperglot.prose import addresses, sentences

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


def markup(paper: Paper, digest: Digest, language: Language) -> str | None:
    """A tag such as `<eos>` may come from the paper; any other is the model's."""
    texts = [plain(field.text) for field in fields(digest, language)]
    tags = (tag for text in texts for tag in _TAG.findall(text))
    marks = (match[0].strip() for text in texts for match in _MARKDOWN.finditer(text))
    if "**" in source(paper):
        marks = (mark for mark in marks if not mark.startswith("**"))
    return _first_foreign(
        (tag for tag in tags if not _is_comparison(tag, paper)), _TAG.findall(source(paper))
    ) or _first_foreign(marks, [mark.strip() for mark in _MARKDOWN.findall(plain(source(paper)))])


def foreign_address(paper: Paper, digest: Digest, language: Language) -> str | None:
    """A web address stands in the paper as it stands in the digest."""
    texts = (plain(field.text) for field in fields(digest, language))
    named = (each.rstrip("/") for text in texts for each in addresses(text))
    return _first_foreign(named, [each.rstrip("/") for each in addresses(source(paper))])


def evidence(paper: Paper, digest: Digest, _language: Language) -> str | None:
    """Every takeaway names sentences of the abstract that exist."""
    last = len(sentences(paper.abstract))
    for takeaway in digest.takeaways:
        if not takeaway.evidence:
            return "a takeaway names no sentence"
        if max(takeaway.evidence) > last:
            return f"sentence {max(takeaway.evidence)} of an abstract of {last}"
    return None


def repetition(_paper: Paper, digest: Digest, _language: Language) -> str | None:
    """No two takeaways are the same but for letter case, spaces and punctuation."""
    for texts in zip(*((item.english, item.translated) for item in digest.takeaways), strict=True):
        if len(set(map(key, texts))) < len(texts):
            return "two takeaways are the same"
    return None


def refusal(paper: Paper, digest: Digest, language: Language) -> str | None:
    """No text apologises, or speaks as the machine that wrote it."""
    return _phrase(_REFUSALS, paper, fields(digest, language))


def meta_talk(paper: Paper, digest: Digest, language: Language) -> str | None:
    """No text speaks of the request, of the translation or to the reader."""
    return _phrase(_META, paper, fields(digest, language))


def leak(paper: Paper, digest: Digest, language: Language) -> str | None:
    """No text has the names of fields, or seven words in a row, of what the model was told."""
    original = source(paper)
    known = _shingles(original)
    for field in fields(digest, language):
        for pattern in (_FIELD_NAMES, _PROMPT_IN_CHINESE):
            match = pattern.search(field.text)
            if match and match[0] not in original and "prompt" not in original.casefold():
                return f"{match[0]} in {field.name}"
        if shared := (_shingles(field.text) - known) & _prompt_shingles(language):
            return f"{min(shared)!r} in {field.name} is the prompt's"
    return None


def echo(paper: Paper, digest: Digest, _language: Language) -> str | None:
    """No text is its own source: a translation the original, a TL;DR the whole abstract."""
    pairs = [
        ("the title", digest.title, paper.title),
        ("the abstract", digest.abstract, paper.abstract),
        ("the TL;DR", digest.tldr.translated, digest.tldr.english),
        *(("a takeaway", each.translated, each.english) for each in digest.takeaways),
    ]
    if len(sentences(paper.abstract)) > 1:
        pairs.append(("the TL;DR", digest.tldr.english, paper.abstract))
        pairs.append(("the TL;DR", digest.tldr.translated, digest.abstract))
        for each in digest.takeaways:
            pairs.append(("a takeaway", each.english, paper.abstract))
            pairs.append(("a takeaway", each.translated, digest.abstract))
    for name, text, original in pairs:
        if key(text) == key(original) and len(key(plain(original)).split()) >= _LONG_ENOUGH:
            return f"{name} is its source unchanged"
    return None


def copying(paper: Paper, digest: Digest, _language: Language) -> str | None:
    """No TL;DR and no takeaway is a sentence of the abstract word for word."""
    copied = {key(sentence) for sentence in sentences(paper.abstract)}
    texts = [("the TL;DR", digest.tldr.english)]
    texts += [(f"takeaway {n}", each.english) for n, each in enumerate(digest.takeaways, start=1)]
    for name, text in texts:
        if key(text) in copied and len(key(text).split()) > _LONG_ENOUGH:
            return f"{name} is a sentence of the abstract word for word"
    return None


def _is_comparison(tag: str, paper: Paper) -> bool:
    """What the paper begins in the same way, without an attribute: "<G3 … >"."""
    return "=" not in tag and re.split(r"[\s>，。]", tag)[0] + " " in source(paper)


def _first_foreign(found: Iterable[str], known: Sequence[str]) -> str | None:
    foreign = next((each for each in found if each not in known), None)
    return None if foreign is None else f"{foreign[:_LONGEST_SHOWN]} is not in the paper"


def _phrase(phrases: Sequence[tuple[str, str]], paper: Paper, found: Iterator[Field]) -> str | None:
    original = source(paper)
    for field in found:
        for pattern, explained in phrases:
            match = re.search(pattern, field.text, re.IGNORECASE)
            if match and not re.search(explained, original, re.IGNORECASE):
                return f"{match[0][:_LONGEST_SHOWN].strip()!r} in {field.name}"
    return None


@cache
def _prompt_shingles(language: Language) -> frozenset[str]:
    return frozenset(_shingles(prompt.rules(language)))


def _shingles(text: str) -> set[str]:
    words = key(text).split()
    starts = range(len(words) - _WORDS_OF_PROMPT + 1)
    return {" ".join(words[start : start + _WORDS_OF_PROMPT]) for start in starts}
