"""The words that scripts put on a page, in both languages, as a module of their own."""

import json

from paperglot.site.words import Words

KEYS = (
    "cite_copied",
    "cite_copy",
    "cite_save",
    "close_all",
    "close_details",
    "details_failed",
    "dismiss",
    "figure_next",
    "figure_previous",
    "followed",
    "follows",
    "hidden_paper",
    "key_close",
    "key_day",
    "key_help",
    "key_hide",
    "key_language",
    "key_next",
    "key_open",
    "key_read",
    "key_save",
    "key_search",
    "keys",
    "keys_hint",
    "language",
    "language_both",
    "language_both_short",
    "language_english",
    "language_own",
    "language_short",
    "loading",
    "mark_hide",
    "mark_read",
    "mark_save",
    "marks_full",
    "marks_not_kept",
    "muted",
    "open_abstract",
    "open_all",
    "open_details",
    "open_point",
    "paper_page",
    "saved",
    "scheme",
    "scheme_auto",
    "scheme_dark",
    "scheme_light",
    "show_again",
)
"""Keys of the table of words; what a script asks for must stand here."""


def module(words: Words, *, schemes: bool) -> str:
    """Return the module; `schemes` says whether there are colours to switch between."""
    table = {key: [words.word(key, language.tag) for language in words.languages] for key in KEYS}
    table["language_second"] = [words.second.name, table.pop("language_own")[1]]
    return (
        f"export const second = {json.dumps(words.second.tag)};\n"
        f"export const schemes = {json.dumps(schemes)};\n"
        f"export const words = {json.dumps(table, ensure_ascii=False, sort_keys=True)};\n"
    )
