import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot import prose
from paperglot.digest import gate, prompt
from paperglot.model import Digest, Pair, Paper, Takeaway
from paperglot.site import html
from tests import strategies
from tests.samples import digest, digested, pending
from tests.settings import CHINESE, GERMAN
from tests.site.build import REPOSITORY

PAPER = pending(
    title="Lanternfish: $n$ turns for $n > 1$",
    abstract=(
        "The token <eos> ends a turn where $a<b$. We keep 94.2% of $O(n \\log n)$ words. "
        "Code is at https://example.org/lantern-fish."
    ),
)
GOOD = Digest(
    title="Lanternfish",
    abstract="标记 <eos> 在 $a<b$ 处结束一轮，保留 $O(n\\log n)$ 个词的 94.2%。代码见 https://example.org/lantern-fish。其余词语得以保留。",
    tldr=Pair("Reads $n$ turns.", "读取 $n$ 轮对话。"),
    takeaways=(
        Takeaway("The token <eos> ends a turn.", "标记 <eos> 结束一轮。", (1,)),
        Takeaway("It keeps 94.2% of the words.", "它保留 94.2% 的词语。", (2,)),
        Takeaway("Find code at https://example.org/lantern-fish.", "代码已公开。", (3, 1)),
    ),
)


def names(paper: Paper, value: Digest) -> list[str]:
    return [failure.partition(": ")[0] for failure in gate.failures(paper, value, CHINESE)]


def first(**changes: object) -> Digest:
    """Return the good digest with a change in its first takeaway."""
    taken = replace(GOOD.takeaways[0], **changes)  # type: ignore[arg-type]
    return replace(GOOD, takeaways=(taken, *GOOD.takeaways[1:]))


def tldr(english: str = GOOD.tldr.english, translated: str = GOOD.tldr.translated) -> Digest:
    return replace(GOOD, tldr=Pair(english, translated))


def test_a_good_answer_passes_every_check() -> None:
    assert gate.failures(PAPER, GOOD, CHINESE) == ()


def test_the_sample_digest_passes_every_check() -> None:
    assert gate.failures(digested(), digest(), CHINESE) == ()


@pytest.mark.parametrize(
    ("check", "value"),
    [
        ("empty", replace(GOOD, title="")),
        ("empty mathematics", replace(GOOD, abstract="")),
        ("empty", tldr(english="")),
        ("empty", tldr(translated="")),
        ("empty", first(english="")),
        ("empty", first(translated="")),
        ("language mathematics", replace(GOOD, abstract="We keep almost all of the words.")),
        ("language", tldr(translated="Reads turns.")),
        ("language", tldr(english="读取轮次。")),
        ("language", first(translated="A turn ends here.")),
        ("language", first(english="一轮结束。")),
                ("language", tldr(translated="界 abcd")),  # a fifth of the letters
        ("evidence", first(evidence=())),
        ("evidence", first(evidence=(1, 4))),
        ("repetition", first(english=GOOD.takeaways[1].english)),
        ("repetition", first(translated=GOOD.takeaways[2].translated)),
        ("markup", first(english="A turn <b>ends</b> here.")),
        ("markup", first(english="A turn ends here.<br/>")),
        ("markup", first(english="A turn </eos> ends here.")),
        ("markup", replace(GOOD, title="<script>alert(1)</script> 标题")),
        ("markup", replace(GOOD, abstract=f"{GOOD.abstract} <!-- 注释 -->")),
        ("markup", tldr(translated="读取 <img src=x onerror=alert(1)> 轮次与对话的内容并且保留。")),
        ("addresses", replace(GOOD, title="见 https://example.com")),
        ("addresses", first(english="See http://example.org/lantern-fish now.")),
        ("addresses", tldr(translated="代码见https://example.org/lanternfish。读取轮次。")),
    ],
)  # fmt: skip
def test_each_check_fails_by_itself(check: str, value: Digest) -> None:
    assert names(PAPER, value) == check.split()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (first(evidence=(1, 4)), "evidence: sentence 4 of an abstract of 3"),
        (first(evidence=()), "evidence: a takeaway names no sentence"),
        (tldr(english="读取轮次。"), "language: 0% of the letters in '读取轮次。' are English"),
        (tldr(english="读" * 31), f"language: 0% of the letters in '{'读' * 30}' are English"),
        (first(english="A <b>turn</b>."), "markup: <b> is not in the paper"),
        (tldr(english=f"At https://x.org/{'a' * 90} it is."),
         f"addresses: https://x.org/{'a' * 46} is not in the paper"),
    ],
)  # fmt: skip
def test_a_reason_says_what_is_wrong_and_not_much_more(value: Digest, reason: str) -> None:
    assert gate.failures(PAPER, value, CHINESE) == (reason,)


def test_all_that_is_wrong_is_named() -> None:
    value = replace(first(evidence=(9,)), title="", tldr=Pair("见 http://x.org", "<b>在此</b>"))
    assert names(PAPER, value) == ["empty", "language", "evidence", "markup", "addresses"]


@pytest.mark.parametrize(
    "text",
    [
        "损失 $a<b$ 而 $n>1$。",  # formulas are no tags
        "当 a < b 且 c > d 时成立。",  # comparisons are no tags
        "代码见 https://example.org/lantern-fish，欢迎使用。",
        "代码见https://example.org/lantern-fish（已公开）。",
        "代码见“https://example.org/lantern-fish”。",
        "在 GPT、LLaMA 与 BERT 上，本方法优于 baseline 与 SOTA，且训练更稳定。",
        "$O(n \\log n)$",  # no letters but a formula's
        "界 abc",  # a quarter of the letters
    ],
)
def test_what_a_researcher_would_write_passes(text: str) -> None:
    assert gate.failures(PAPER, tldr(translated=text), CHINESE) == ()


def test_an_address_does_not_count_as_letters_of_a_language() -> None:
    code = "代码：https://example.org/lantern-fish"
    assert gate.failures(PAPER, tldr(translated=code), CHINESE) == ()


def test_german_where_german_was_asked() -> None:
    german = replace(
        GOOD,
        abstract="Wo $a<b$, beendet <eos> die Runde; 94,2 % von $O(n\\log n)$ Wörtern bleiben.",
        tldr=Pair("Reads turns.", "Liest Züge."),
        takeaways=tuple(
            replace(each, translated=f"{name} gilt.")
            for name, each in zip(("Erstes", "Zweites", "Drittes"), GOOD.takeaways, strict=True)
        ),
    )
    assert gate.failures(PAPER, german, GERMAN) == ()
    assert gate.failures(PAPER, GOOD, GERMAN)[0].startswith("language: ")


def test_a_shortened_address_is_another_address() -> None:
    assert names(PAPER, first(english="See https://example.org/lantern here.")) == ["addresses"]


@pytest.mark.parametrize("text", ["。", "……", "- -", "“”", "\u200b"])
def test_a_text_without_letters_is_no_text(text: str) -> None:
    assert names(PAPER, tldr(translated=text)) == ["empty"]


@pytest.mark.parametrize(
    "abstract",
    [
        "We study turns. We keep words. It works.",
        "We study turns.\u200b We keep words. It works.",
        "We study turns.\u00ad We keep words. It works.",
        "We study turns. \u200bWe keep words. It works.",
        "We study turns.\U000e0041 We keep words. It works.",
    ],
)
def test_model_gate_and_page_number_the_same_sentences(abstract: str) -> None:
    paper = pending(abstract=prose.normalise(abstract))
    last = len(json.loads(prompt.user(paper))["sentences"])
    assert names(paper, resting_on(last)) == []
    assert names(paper, resting_on(last + 1)) == ["evidence"]
    assert html.numbered(paper.abstract).count("<span") == last


def resting_on(number: int) -> Digest:
    texts = (("Turns are studied.", "研究轮次。"), ("Words stay.", "保留词语。"), ("Good.", "好。"))
    takeaways = tuple(Takeaway(*each, (number,)) for each in texts)
    abstract = "我们研究轮次。我们保留词语。它有效。"
    return replace(digest(), abstract=abstract, takeaways=takeaways)


@pytest.mark.parametrize("part", ["title", "abstract"])
def test_what_stands_in_title_or_abstract_may_be_repeated(part: str) -> None:
    value = first(english="The <mask> is at https://a.example, see there.")
    text = f"{getattr(PAPER, part)} On <mask>, see https://a.example."
    assert names(replace(PAPER, **{part: text}), value) == []  # type: ignore[arg-type]
    assert names(PAPER, value) == ["markup", "addresses"]


def test_the_documentation_has_every_check_and_whether_it_blocks() -> None:
    text = (REPOSITORY / "docs" / "gate.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (blocks|flags) \|$", text, re.MULTILINE)
    assert [name for name, _ in rows] == list(gate.CHECKS)
    assert [name for name, default in rows if default == "flags"] == list(gate.FLAGGING)


@given(
    title=strategies.lines,
    abstract=strategies.texts,
    digest=strategies.digests,
    numerals=st.text("0123456789.,%^{}\\-+ekKMB×十百千万亿一二两点分之第 ⟦⟧$①½", min_size=1),
)
def test_every_text_can_be_judged(title: str, abstract: str, digest: Digest, numerals: str) -> None:
    paper = pending(title=title, abstract=abstract)
    gate.failures(paper, digest, CHINESE)
    odd = replace(paper, abstract=f"{abstract} {numerals}")
    value = replace(digest, abstract=f"{digest.abstract} {numerals}")
    assert not any(
        each.startswith("numbers: ") and " in the abstract " in each
        for each in gate.failures(odd, replace(value, abstract=numerals), CHINESE)
    )


@pytest.mark.parametrize(
    "part", ["9", "[", "亿", "<a ", "10^", "hundred ", "一", "$", "**", "百分之"]
)
def test_a_text_of_one_thing_alone_is_judged_too(part: str) -> None:
    assert gate.failures(PAPER, replace(GOOD, abstract=part * 20_000), CHINESE)
