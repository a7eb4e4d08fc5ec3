"""As much of JSON Schema (draft 2020-12) as the site's own schema uses, and not a keyword more.

A keyword that is not known here is an error.
"""

import re
from collections.abc import Iterator
from typing import Any

Rule = dict[str, Any]

_TYPES: dict[str, type] = {
    "object": dict, "array": list, "string": str, "integer": int, "null": type(None),
}  # fmt: skip
_SAYING = {"$schema", "$defs", "title", "description"}
_TOGETHER = {"properties", "additionalProperties"}


def faults(value: Any, schema: Rule) -> list[str]:
    """Return where a value breaks a schema, or has a member that the schema does not name."""
    return list(_faults(value, schema, schema["$defs"], ""))


def _faults(value: Any, rule: Rule, named: dict[str, Rule], place: str) -> Iterator[str]:
    for keyword, argument in rule.items():
        if keyword == "$ref":
            yield from _faults(value, named[argument.removeprefix("#/$defs/")], named, place)
        elif keyword == "items":
            for number, each in enumerate(value if isinstance(value, list) else []):
                yield from _faults(each, argument, named, f"{place}/{number}")
        elif keyword not in _SAYING | _TOGETHER and not _holds(value, keyword, argument):
            yield f"{place}: {keyword} {argument} does not hold for {value!r}"
    if isinstance(value, dict) and rule.keys() & _TOGETHER:
        yield from _members(value, rule, named, place)


def _members(
    value: dict[str, Any], rule: Rule, named: dict[str, Rule], place: str
) -> Iterator[str]:
    for name, each in value.items():
        inner = rule.get("properties", {}).get(name, rule.get("additionalProperties"))
        if inner is None:
            # The schema permits more for the future; today's file has nothing unsaid.
            yield f"{place}: {name} is not named"
        else:
            yield from _faults(each, inner, named, f"{place}/{name}")


def _holds(value: Any, keyword: str, argument: Any) -> bool:
    match keyword:
        case "type":
            kinds = argument if isinstance(argument, list) else [argument]
            return any(isinstance(value, _TYPES[kind]) for kind in kinds) and value is not True
        case "enum":
            return value in argument
        case "pattern":
            return not isinstance(value, str) or re.search(argument, value) is not None
        case "minimum":
            return not isinstance(value, int) or value >= argument
        case "required":
            return not isinstance(value, dict) or set(argument) <= value.keys()
    raise AssertionError(keyword)
