"""The translations of captions: what is added, what stays, what goes."""

from tests.samples import figure, figures

ONE = figure(b"one", label="Figure 1", caption="A bound.")
TWO = figure(b"two", label="Table 1", caption="Its cost.")


def test_translations_are_added_by_caption_and_what_is_there_stays() -> None:
    first = figures(ONE, TWO).with_translations({"A bound.": "一个界。"}, "zh-Hans")
    assert first.language == "zh-Hans"
    assert [each.caption_translated for each in first.found] == ["一个界。", None]
    assert first.untranslated("zh-Hans") == (TWO,)
    later = {"A bound.": "另一个界。", "Its cost.": "其代价。", "Nothing.": "无。"}
    both = first.with_translations(later, "zh-Hans")
    assert [each.caption_translated for each in both.found] == ["一个界。", "其代价。"]
    assert both.untranslated("zh-Hans") == ()


def test_a_caption_without_words_is_not_to_be_translated() -> None:
    bare = figures(figure(caption=""), figure(b"other", caption="(1) 2.5 %"))
    assert bare.untranslated("zh-Hans") == ()


def test_translations_into_another_language_go() -> None:
    chinese = figures(ONE, TWO).with_translations({"A bound.": "一个界。"}, "zh-Hans")
    assert chinese.has_translations_into("zh-Hans")
    assert not chinese.has_translations_into("de")
    assert [each.label for each in chinese.untranslated("de")] == ["Figure 1", "Table 1"]
    german = chinese.with_translations({"Its cost.": "Ihre Kosten."}, "de")
    assert [each.caption_translated for each in german.found] == [None, "Ihre Kosten."]
    assert german.language == "de"


def test_what_a_hand_wrote_is_in_the_second_language_whatever_that_is() -> None:
    assert figures(figure(caption_translated="Eine Schranke.")).has_translations_into("de")


def test_the_very_same_caption_keeps_its_translation_in_a_later_version() -> None:
    before = figures(ONE, TWO).with_translations({"A bound.": "一个界。"}, "zh-Hans")
    moved = figure(b"drawn anew", label="Figure 3", caption="A bound.", page=7)
    found = figures(moved, figure(b"new", label="Figure 1", caption="A bound, moved."), version=2)
    later = found.with_translations_of(before)
    assert [each.caption_translated for each in later.found] == ["一个界。", None]
    assert (later.language, later.version, later.found[0].page) == ("zh-Hans", 2, 7)


def test_where_no_caption_is_the_same_nothing_is_kept() -> None:
    before = figures(ONE).with_translations({"A bound.": "一个界。"}, "zh-Hans")
    found = figures(TWO, version=2)
    assert found.with_translations_of(before) == found
    assert found.with_translations_of(None) == found
