"""The second languages that a digest can be written in: the one table that knows them.

A row adds a language to the digest. Its words on the site are a column of `site/words.toml`.
"""

import re
from dataclasses import dataclass

from paperglot.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the prompt, the gate and the site need to know it."""

    tag: str
    """BCP 47, for `lang` and the front matter."""
    name: str
    """In English, for the prompt."""
    script: re.Pattern[str]
    """One letter of its script."""
    least_script_share: float
    """The smallest share of such letters among all letters of a paragraph that is in it."""
    length_ratio: tuple[float, float]
    """The least and the most characters of a translation for each of an English abstract."""

    @property
    def suffix(self) -> str:
        """What the fields of an answer end in: the language without its script."""
        return self.tag.partition("-")[0]


# The share for Chinese was measured on real paragraphs full of English terms: 1 in 100 has
# less than 0.38, English has 0. Languages in Latin letters cannot be told apart that way.
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")

ENGLISH = Language("en", "English", _LATIN, 0.5, (0.5, 2.0))
_SECOND = (
    Language("zh-Hans", "Simplified Chinese", _HAN, 0.25, (0.2, 0.6)),
    Language("de", "German", _LATIN, 0.5, (0.7, 1.8)),
)


def second_language(tag: str) -> Language:
    """Return the second language with this tag.

    Raises:
        ConfigurationError: the table has no such row.
    """
    for language in _SECOND:
        if language.tag == tag:
            return language
    known = ", ".join(language.tag for language in _SECOND)
    message = f"second_language: {tag!r} is not known; choose one of {known}"
    raise ConfigurationError(message, ("second_language",))
