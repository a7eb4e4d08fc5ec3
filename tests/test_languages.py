import pytest

from paperglot.errors import ConfigurationError
from paperglot.languages import ENGLISH, Language, second_language


@pytest.mark.parametrize(
    ("tag", "suffix", "name", "letter"),
    [
        ("zh-Hans", "zh", "Simplified Chinese", "界"),
        ("de", "de", "German", "ß"),
    ],
)
def test_a_second_language_is_found_by_its_tag(
    tag: str, suffix: str, name: str, letter: str
) -> None:
    language = second_language(tag)
    assert (language.tag, language.suffix, language.name) == (tag, suffix, name)
    assert language.script.fullmatch(letter)
    assert 0 < language.least_script_share < 1


@pytest.mark.parametrize("tag", ["", "en", "zh", "ZH-HANS", "tlh"])
def test_an_unknown_language_names_the_choices(tag: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        second_language(tag)
    message = f"second_language: {tag!r} is not known; choose one of zh-Hans, de"
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("language", "letters", "others"),
    [
        (second_language("zh-Hans"), "一界𠀀豈", "aé。1、カ"),
        (second_language("de"), "aZäöüßÉ", "界1.×"),
        (ENGLISH, "aZé", "界1 ."),
    ],
)
def test_a_script_holds_letters_of_the_language_and_nothing_else(
    language: Language, letters: str, others: str
) -> None:
    assert [letter for letter in letters if not language.script.fullmatch(letter)] == []
    assert [letter for letter in others if language.script.fullmatch(letter)] == []


def test_english_is_its_own_suffix() -> None:
    assert (ENGLISH.tag, ENGLISH.suffix) == ("en", "en")
