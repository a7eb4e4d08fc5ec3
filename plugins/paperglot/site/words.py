"""The site's own words in both languages, from one table, and dates in either."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from babel.dates import format_date
from markupsafe import Markup

from paperglot.languages import ENGLISH, Language

TABLE: dict[str, dict[str, str]] = tomllib.loads(
    files("paperglot.site").joinpath("words.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a site in English and its second language."""

    second: Language

    @property
    def languages(self) -> tuple[Language, Language]:
        """Both languages in the order in which they are shown."""
        return (ENGLISH, self.second)

    def word(self, key: str, tag: str, n: object = "") -> str:
        """Return one word or sentence in a language; `n` is what stands for `{n}` in it."""
        number = f"{n:,}" if isinstance(n, int) else n
        return TABLE[key][tag].format(n=number, s="" if n == 1 else "s")

    def both(self, key: str, n: object = "") -> Markup:
        """Return a word in both languages, each marked as what it is; once if they agree."""
        return self.marked([self.word(key, language.tag, n) for language in self.languages])

    def dated(self, day: date, style: str, key: str = "") -> Markup:
        """Return a date in both languages; `style` is one of the table's.

        `key` is that of a word in which the date stands for `{n}`.
        """
        texts = [self.date_in(day, style, language) for language in self.languages]
        if key:
            tags = (language.tag for language in self.languages)
            texts = [self.word(key, tag, text) for tag, text in zip(tags, texts, strict=True)]
        machine = f"{day:%Y-%m}" if style.startswith("month") else f"{day:%Y-%m-%d}"
        return Markup('<time datetime="{}">{}</time>').format(machine, self.marked(texts))

    def date_in(self, day: date, style: str, language: Language) -> str:
        """Return a date in one language."""
        locale = language.tag.replace("-", "_")
        return format_date(day, TABLE[f"date_{style}"][language.tag], locale=locale)

    def marked(self, texts: Sequence[str], separator: str = " ") -> Markup:
        """Return a text in English and the second language, each marked; once if they agree."""
        spans = (
            Markup('<span lang="{}">{}</span>').format(language.tag, text)
            for language, text in zip(self.languages, dict.fromkeys(texts), strict=False)
        )
        return Markup(separator).join(spans)  # noqa: S704 (a constant of ours)
