import itertools
import json
import lzma
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.arxiv import text
from paperglot.config_file import load_settings
from paperglot.model import Entry
from paperglot.settings import Topic, rules_hash
from paperglot.topics import matches, topics_of, word_pattern
from tests.samples import entry
from tests.shared import SHARED, needs_shared

SHIPPED = load_settings(str(Path(__file__).parents[1] / "mkdocs.yml")).topics
PAPERS = SHARED / "metadata" / "arxiv_rss_new_100k.jsonl.xz"


def topic(identifier: str = "t", **changes: Any) -> Topic:
    values: dict[str, Any] = {
        "titles": {"en": "T"},
        "categories": frozenset[str](),
        "find": (),
        "exclude": (),
    }
    return Topic(identifier, **(values | changes))


def words(*found: str) -> tuple[re.Pattern[str], ...]:
    return (word_pattern(*found),)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("agent", "An agent acts"),
        ("agent", "Agents act"),
        ("AGENT", "agent"),
        ("avatar", "avatar's"),
        ("patch", "patches"),
        ("gaussian splat", "Gaussian-Splats"),
        ("gaussian splat", "gaussian\nsplat"),
        ("gaussian splat", "gaussian - splat"),
        ("few-shot", "few-shot"),
        ("few-shot", "few shot"),
        ("few-shot", "fewshot"),
        ("text-to-speech", "Text to-Speech"),
        ("endoscop*", "endoscopy"),
        ("endoscop*", "endoscop"),
        ("face swap*", "Face-Swapping"),
        ("C++", "C++ code"),
        ("x.y", "(x.y)"),
        ("agent", "multi-agent"),
        ("智能体", "智能体"),
    ],
)
def test_a_word_is_found_in_any_case_and_number_with_space_or_hyphen(word: str, text: str) -> None:
    assert word_pattern(word).search(text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("agent", "agentic"),
        ("agent", "reagent"),
        ("gan", "organ"),
        ("gaussian splat", "gaussiansplat"),
        ("gaussian splat", "gaussian, splat"),
        ("few-shot", "few, shot"),
        ("endoscop*", "an endo scope"),
        ("endoscop*", "videoendoscopy"),
        ("x.y", "xzy"),
        ("C++", "C code"),
        ("a*b", "aab"),
    ],
)
def test_a_word_is_not_found_inside_or_instead_of_another(word: str, text: str) -> None:
    assert not word_pattern(word).search(text)


@given(
    st.text(st.characters(categories=["L", "N", "P"]), min_size=1).filter(
        lambda word: "*" not in word
    )
)
def test_a_word_of_any_characters_finds_itself(word: str) -> None:
    assert word_pattern(word).search(f" {word} ")


def test_a_rule_without_conditions_holds_for_every_entry() -> None:
    assert matches(entry(), topic())


@pytest.mark.parametrize(
    ("categories", "expected"),
    [(("cs.CL",), True), (("cs.CV", "cs.CL"), True), (("cs.CV",), False)],
)
def test_one_of_the_categories_is_enough_and_needed(
    categories: tuple[str, ...], *, expected: bool
) -> None:
    rule = topic(categories=frozenset({"cs.CL", "cs.LG"}), find=words("bound"))
    assert matches(entry(categories=categories), rule) is expected


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("A bound", "Nothing.", True),
        ("Nothing", "It has bounds.", True),
        ("Nothing", "It is tight.", True),
        ("Nothing", "Nothing.", False),
        ("A bou", "nd.", False),
    ],
)
def test_one_of_the_words_in_title_or_abstract_is_enough_and_needed(
    title: str, abstract: str, *, expected: bool
) -> None:
    rule = topic(find=words("bound", "tight"))
    assert matches(entry(title=title, abstract=abstract), rule) is expected


def test_an_excluded_word_keeps_a_paper_out_wherever_it_stands() -> None:
    rule = topic(find=words("bound"), exclude=words("loose"))
    assert matches(entry(title="A bound", abstract="Tight."), rule)
    assert not matches(entry(title="A loose bound", abstract="Tight."), rule)
    assert not matches(entry(title="A bound", abstract="Loose."), rule)


def test_all_topics_of_an_entry_are_named_in_the_order_of_the_rules() -> None:
    rules = (topic("b", find=words("bound")), topic("no", find=words("no")), topic("a"))
    assert topics_of(entry(), rules) == ("b", "a")
    assert topics_of(entry(), ()) == ()


# --- the hash of rules ---

RULE = topic("t", categories=frozenset({"cs.CL"}), find=words("a", "b"), exclude=words("c"))


def test_rules_that_say_the_same_have_the_same_hash() -> None:
    same = topic(
        "t",
        titles={"en": "Another title"},
        categories=frozenset({"cs.CL"}),
        find=words("a", "b"),
        exclude=words("c"),
    )
    assert rules_hash((same,)) == rules_hash((RULE,))
    assert re.fullmatch("[0-9a-f]{16}", rules_hash((RULE,)))
    assert rules_hash(()) == rules_hash(())


@pytest.mark.parametrize(
    "other",
    [
        topic("u", categories=RULE.categories, find=RULE.find, exclude=RULE.exclude),
        topic("t", find=RULE.find, exclude=RULE.exclude),
        topic("t", categories=RULE.categories, find=words("a"), exclude=words("b", "c")),
        topic("t", categories=RULE.categories, find=words("b", "a"), exclude=RULE.exclude),
        topic("t", categories=RULE.categories, find=RULE.find),
    ],
)
def test_rules_that_differ_have_different_hashes(other: Topic) -> None:
    assert rules_hash((other,)) != rules_hash((RULE,))


def test_the_order_of_rules_changes_the_hash() -> None:
    one, other = topic("one"), topic("other")
    assert rules_hash((one, other)) != rules_hash((other, one)) != rules_hash((one,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (topic(find=(re.compile("GPT"),)), topic(find=(re.compile("GPT", re.IGNORECASE),))),
        (
            topic(exclude=(re.compile("a\nb"),)),
            topic(exclude=(re.compile("a"), re.compile("b"))),
        ),
    ],
)
def test_two_rules_that_match_differently_never_look_the_same(one: Topic, other: Topic) -> None:
    assert one.rule != other.rule


def test_a_topic_is_known_by_the_same_words_in_every_process() -> None:
    """What is kept of a build is found again by the next one."""
    script = """if True:
        from paperglot.settings import Topic
        print(Topic("t", {"en": "T"}, frozenset(f"cs.{n}" for n in range(20)), (), ()))
    """
    told = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
    assert b"Topic(t#" in told.pop()


@pytest.mark.parametrize(
    "other",
    [
        topic("other"),
        topic(titles={"en": "Another"}),
        topic(categories=frozenset(["cs.AI"])),
        topic(find=words("another")),
        topic(exclude=words("another")),
    ],
    ids=["id", "titles", "categories", "find", "exclude"],
)
def test_whatever_a_topic_says_is_part_of_what_it_is_known_by(other: Topic) -> None:
    assert repr(other) != repr(topic())
    assert repr(topic()) == repr(topic())


# --- the rules of the shipped site ---


def test_the_shipped_topics_have_titles_in_english_and_chinese() -> None:
    assert [rule.id for rule in SHIPPED if {"en", "zh-Hans"} - rule.titles.keys()] == []
    assert len(SHIPPED) > 20


def papers() -> Iterator[Entry]:
    with lzma.open(PAPERS, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, itertools.islice(lines, 20_000)):
            yield entry(
                row["id"],
                title=text.plain(row["title"]),
                abstract=text.plain(row["abstract"]),
                categories=tuple(row["categories"]),
            )


@needs_shared
def test_every_shipped_topic_has_papers() -> None:
    missing = {rule.id: rule for rule in SHIPPED}
    for paper in papers():
        for identifier in topics_of(paper, tuple(missing.values())):
            del missing[identifier]
        if not missing:
            break
    assert list(missing) == []
