"""In which line of a YAML file something stands."""

import yaml

Path = tuple[str | int, ...]
"""The way to a node; a step is a key of a mapping, or what stands in a list.

In a list it is the place, from 0, or in this order the `id` of a mapping, a scalar, a key.
"""


def line_of(text: str, path: Path) -> int:
    """Return the line, from 1, of the deepest part of a path that the text has.

    Tags such as `!ENV` mean nothing here.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return 1
    line = 1
    for step in path:
        found = _step(node, step)
        if found is None:
            break
        key, node = found
        line = key.start_mark.line + 1
    return line


Found = tuple[yaml.Node, yaml.Node] | None
"""The node that bears a name, and the one that stands behind it."""


def _step(node: yaml.Node | None, step: str | int) -> Found:
    if isinstance(node, yaml.MappingNode):
        # Of a key that stands twice, the last one counts.
        return next(((key, value) for key, value in node.value[::-1] if key.value == step), None)
    if not isinstance(node, yaml.SequenceNode):
        return None
    if isinstance(step, int):
        return (node.value[step], node.value[step]) if step < len(node.value) else None
    return _named(node, step) or _listed(node, step)


def _named(node: yaml.SequenceNode, name: str) -> Found:
    for item in node.value:
        found = _step(item, "id") if isinstance(item, yaml.MappingNode) else None
        if found is not None and found[1].value == name:
            return found[0], item
    return None


def _listed(node: yaml.SequenceNode, name: str) -> Found:
    for item in node.value:
        if isinstance(item, yaml.ScalarNode) and item.value == name:
            return item, item
        if isinstance(item, yaml.MappingNode) and (found := _step(item, name)) is not None:
            return found
    return None
