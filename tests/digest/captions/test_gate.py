"""Every kind of defect that was planted in a caption's translation is found by its check."""

import pytest
from hypothesis import given

from paperglot.digest import gate
from paperglot.digest.captions import prompt
from paperglot.languages import Language
from paperglot.model import Pair
from tests import strategies
from tests.settings import CHINESE, GERMAN

LONG = (
    "Accuracy of Lanternfish on an invented corpus of 2,048 dialogues after 12 epochs of training; "
    "the dashed line is the baseline, which reads 31% of the words at a cost of $O(n \\log n)$."
)
GOOD = (
    "Lanternfish 在包含 2048 段对话的虚构语料上训练 12 轮之后的准确率；虚线为基线，"
    "它以 $O(n \\log n)$ 的成本读取 31% 的词语。"
)


def failures(english: str, translated: str, language: Language = CHINESE) -> tuple[str, ...]:
    system = prompt.rules(language)
    return gate.failures_of_caption("Figure 3", Pair(english, translated), system, language)


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


DEFECTS = {
    "an empty text": ("empty", "……"),
    "English for Chinese": ("language", LONG.replace("the", "a")),
    "Traditional for Simplified": ("script", changed("对话", "對話")),
    "Japanese for Chinese": ("script", changed("训练", "トレーニング")),
    "cut short": ("length", "2048、12、31%、$O(n \\log n)$。"),
    "gone on for long": ("length", GOOD + "该图还说明了许多其他的内容。" * 20),
    "another number": ("numbers", changed("2048", "2084")),
    "a number of its own": ("numbers", "图 3：" + GOOD),
    "a number lost": ("numbers", changed(" 12 轮", "若干轮")),
    "a share lost": ("numbers", changed("31% 的", "部分")),
    "a formula lost": ("mathematics", changed("$O(n \\log n)$", "线性对数")),
    "a formula changed": ("mathematics", changed("\\log n", "\\log m")),
    "a formula that was not closed": ("mathematics", changed("n)$", "n)")),
    "not translated": ("echo", LONG),
    "a tag": ("markup", changed("Lanternfish", "<b>Lanternfish</b>")),
    "bold text": ("markup", changed("基线", "**基线**")),
    "a link": ("markup", changed("基线", "[基线](https://x.example/a)")),
    "an address": ("addresses", GOOD + "见 https://x.example/a 。"),
    "an apology": ("refusal", "抱歉，" + GOOD),
    "a translator's note": ("meta", GOOD + "（译者注：略）"),
    "the name of a field": ("leak", "text_zh " + GOOD),
}


def test_without_a_defect_nothing_is_found() -> None:
    assert failures(LONG, GOOD) == ()


@pytest.mark.parametrize(("check", "translated"), DEFECTS.values(), ids=list(DEFECTS))
def test_a_planted_defect_is_found(check: str, translated: str) -> None:
    assert check in {each.partition(": ")[0] for each in failures(LONG, translated)}


def test_every_check_that_says_something_of_a_caption_has_a_defect_that_it_finds() -> None:
    silent = {"counts", "evidence", "repetition", "copying"}
    assert {check for check, _ in DEFECTS.values()} == set(gate.CHECKS) - silent


@pytest.mark.parametrize(
    ("translated", "reason"),
    [
        (changed("2048", "2084"), "numbers: 2084 in Figure 3 (zh-Hans) is not in the caption"),
        (changed(" 12 轮", "若干轮"), "numbers: 12 is not in Figure 3 (zh-Hans)"),
        (changed("对话", "對話"), "script: 對 in Figure 3 is not Simplified Chinese"),
        (changed("Lanternfish", "<b>Lanternfish</b>"), "markup: <b> is not in the caption"),
    ],
)
def test_a_reason_names_the_figure_or_the_words(translated: str, reason: str) -> None:
    assert reason in failures(LONG, translated)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Loss.", "损失。"),
        ("MMLU.", "MMLU。"),
        ("Results of LLaMA-2, Mistral-7B and Falcon-40B on MMLU, GSM8K and HumanEval.",
         "LLaMA-2、Mistral-7B、Falcon-40B 在 MMLU、GSM8K 和 HumanEval 上的结果。"),
        ("The 3D task in the 2nd row, with 1.5 billion words.", "第二行的三维任务，有 15亿词。"),
        ("Cost after 12 epochs of 1 layer.", "一层训练十二轮之后的成本。"),
        ("H(xi) falls as p(xi | x<i) grows.", "H(xi) 随 p(xi | x<i) 的增大而下降。"),
        ("It costs $5 a task.", "每个任务花费 $5。"),
        ("Ends with <eos> at https://example.org/a.", "以 <eos> 结束，见 https://example.org/a。"),
    ],
)  # fmt: skip
def test_short_captions_and_names_pass(english: str, chinese: str) -> None:
    assert failures(english, chinese) == ()


@pytest.mark.parametrize(
    "caption",
    ["Training Loss", "Overview Of Our Invented Framework", "Ablation of the components."],
)
def test_capital_letters_do_not_let_english_pass(caption: str) -> None:
    assert failures(caption, caption.replace("Of", "of") + "!") != ()


def test_german_where_german_was_asked() -> None:
    caption = "Accuracy on 2,048 dialogues after 12 epochs, at a cost of $O(n)$."
    german = "Genauigkeit auf 2.048 Dialogen nach 12 Epochen, bei Kosten von $O(n)$."
    assert failures(caption, german, GERMAN) == ()
    assert failures(caption, german.replace("12", "13"), GERMAN) != ()
    assert failures(caption, caption, GERMAN) != ()


@given(strategies.lines, strategies.lines)
def test_every_text_can_be_judged(english: str, translated: str) -> None:
    failures(english, translated)
    failures(english, translated, GERMAN)
