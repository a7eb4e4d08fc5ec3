import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.yaml_lines import line_of

TEXT = """\
# a comment
site_name: Test
plugins:
  - search
  - paperglot:
      update: !ENV [PAPERGLOT_UPDATE, auto]
      "rss_url": https://x.example/
      'timeout': 30
      categories: [cs.AI, cs.CL]
      words:
        - one
        # between
        - "two"
      hidden: &anchor
        inner: 1
      shown: *anchor
      topics:
        - id: llm
          title:
            en: Language Models
          words: [a,
                  b]
        - title: {en: Vision}
          id: "vision"
          patterns:
            - '\\bViT\\b'
      function: !!python/name:os.path.join
markdown_extensions:
  - toc:
      permalink: true
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("", 1),
        ("site_name", 2),
        ("plugins", 3),
        ("plugins search", 4),
        ("plugins paperglot", 5),
        ("plugins paperglot update", 6),
        ("plugins paperglot rss_url", 7),
        ("plugins paperglot timeout", 8),
        ("plugins paperglot categories", 9),
        ("plugins paperglot categories cs.CL", 9),
        ("plugins paperglot words one", 11),
        ("plugins paperglot words two", 13),
        ("plugins paperglot hidden inner", 15),
        ("plugins paperglot shown", 16),
        ("plugins paperglot topics", 17),
        ("plugins paperglot topics llm", 18),
        ("plugins paperglot topics llm title", 19),
        ("plugins paperglot topics llm title en", 20),
        ("plugins paperglot topics llm words", 21),
        ("plugins paperglot topics llm words b", 22),
        ("plugins paperglot topics vision", 24),
        ("plugins paperglot topics vision title", 23),
        ("plugins paperglot topics vision patterns \\bViT\\b", 26),
        ("plugins paperglot function", 27),
        ("markdown_extensions toc permalink", 30),
    ],
)
def test_each_part_has_its_line(path: str, line: int) -> None:
    assert line_of(TEXT, tuple(path.split())) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("nothing", 1),
        ("plugins nothing", 3),
        ("plugins paperglot nothing", 5),
        ("plugins paperglot nothing update", 5),
        ("plugins paperglot update auto", 6),
        ("plugins paperglot timeout 30", 8),
        ("plugins paperglot topics gone title", 17),
        ("plugins paperglot topics llm patterns", 18),
        ("plugins search update", 4),
        ("site_name Test", 2),
    ],
)
def test_what_is_not_there_has_the_line_of_what_was_found_on_the_way(path: str, line: int) -> None:
    assert line_of(TEXT, tuple(path.split())) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plugins: paperglot\n", 1),
        ("\n\nplugins:\n  paperglot:\n    update: x\n", 5),
        ("{plugins: [{paperglot: {update: x}}]}", 1),
        ("plugins:\r\n  - paperglot:\r\n      update: x\r\n", 3),
        ("\ufeffplugins:\n  - paperglot:\n      update: x\n", 3),
        ("---\nplugins:\n  - paperglot:\n      update: x\n", 4),
        ("plugins: [a, [b], {paperglot:\n  {update: x}}]", 2),
        ("? [a, b]\n: 1\nplugins: {paperglot: {update: x}}", 3),
        ("", 1),
        ("text", 1),
        ("- update", 1),
        ("plugins: [paperglot", 1),
        ("plugins: *nothing", 1),
        ("a: 1\n---\nplugins: x", 1),
        ("\tplugins:", 1),
        ("\x00", 1),
    ],
)
def test_any_text_has_a_line(text: str, line: int) -> None:
    assert line_of(text, ("plugins", "paperglot", "update")) == line


@pytest.mark.parametrize("name", ["title", "words", "id"])
def test_a_topic_that_is_called_like_an_option_is_found(name: str) -> None:
    text = f"topics:\n  - id: llm\n    title: A\n    words: [a]\n  - id: {name}\n    title: B\n"
    assert line_of(text, ("topics", name)) == 5
    assert line_of(text, ("topics", name, "title")) == 6


def test_of_a_key_that_stands_twice_the_last_one_counts() -> None:
    assert line_of("timeout: 5\ntimeout: 0\n", ("timeout",)) == 2


@given(st.text(), st.lists(st.text(max_size=5), max_size=4))
def test_whatever_the_text_the_line_is_one_of_its_lines(text: str, path: list[str]) -> None:
    assert 1 <= line_of(text, tuple(path)) <= text.count("\n") + text.count("\r") + 1
