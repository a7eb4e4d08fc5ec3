from decimal import Decimal

import pytest

from paperglot.digest.gate import numbers


def told(text: str) -> list[set[Decimal]]:
    return [readings for _shown, readings in numbers.numbers(text)]


@pytest.mark.parametrize(
    ("paper", "digest"),
    [
        ("1.5 billion words", "15亿词"),
        ("0.5M users", "50万用户"),
        ("a 7B model", "70亿参数的模型"),
        ("a 7B model", "7B 模型"),
        ("128K tokens", "12.8万个 token"),
        ("twelve domains", "12 个领域"),
        ("twelve domains", "十二个领域"),
        ("12 domains", "twelve domains"),
        ("twenty-five domains", "25 个领域"),
        ("two hundred and five", "205"),
        ("the twenty-first century", "21 世纪"),
        ("2{,}048 dialogues", "2048 段对话"),
        ("2,048 dialogues", "2\u202f048 段对话，2048 段"),
        ("150 million", "1亿5000万"),
        ("95\\% of it", "95％"),
        ("five percent", "百分之五"),
        ("an accuracy of 0.942", "94.2% 的准确率"),
        ("94.2% of it", "0.942"),
        ("10 to 20 million", "1000万到2000万"),
        ("10-20K", "1万至2万"),
        ("10--20%", "10%～20%"),
        ("the year 2025", "二〇二五年"),
        ("in 2024-25", "2024–2025 年"),
        ("in June 2025", "2025年6月"),
        ("$3 \\times 10^5$ steps", "30万步"),
        ("10⁶ steps", "100万步"),
        ("1e-4", "0.0001"),
        ("doubles the speed", "速度提升 2 倍"),
        ("halves the cost", "成本降低 50%"),
        ("a million samples", "100万个样本"),
        ("half a million", "50万"),
        ("a thousand", "一千"),
        ("15,000", "一万五"),
        ("10,000 and more", "10000余"),
        ("more than 100,000", "10余万"),
        ("a score of .742", "0.742"),
        ("3D", "3D"),
        ("the 12th", "第 12 个"),
        ("94.2 %", "94,2 %"),
        ("two orders of magnitude", "100 倍"),
        ("two-thirds of them", "其中 2/3"),
        ("zero-shot", "0 样本"),
        ("24 kHz", "24 千赫"),
        ("35,000 words", "3.5万字"),
    ],
)
def test_the_same_number_in_another_notation(paper: str, digest: str) -> None:
    known = numbers.values_of_paper(paper)
    assert told(digest)
    assert [readings for readings in told(digest) if known.isdisjoint(readings)] == []


@pytest.mark.parametrize(
    "text",
    [
        "一个模型、两种方法", "三者之一", "十分有效", "统一的百科", "数百个", "几十种", "上千",
        "三分之一", "one of the two", "ten", "thousands of words", "(1) 甲；(2) 乙", "千差万别",
        "万能", "第一", "百分点", "十几个", "四五个",
    ],
)  # fmt: skip
def test_what_is_no_certain_number(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("paper", "digest"),
    [
        ("1.5 billion", "15万"),
        ("15 million", "15亿"),
        ("1.5 billion", "1.5 million"),
        ("7B", "7M"),
        ("twelve", "二十"),
        ("94.2%", "92.4%"),
        ("5 of them", "500"),
        ("5 of them", "5%的十万"),
        ("2,048", "2,084"),
        ("2025", "2026"),
        ("nothing", "0.5"),
        ("250, 500 and 750", "250500"),
    ],
)
def test_another_number(paper: str, digest: str) -> None:
    known = numbers.values_of_paper(paper)
    assert any(known.isdisjoint(readings) for readings in told(digest))
