"""Whether the caret is where a type is being typed: behind a parameter's colon, an arrow, a variable's colon."""

from __future__ import annotations

import keyword
import re

from shapecoach.axes.cursor import cursor_at, is_in_statement

_IN_TYPE = r"(?:[\w.]+\[|[\w.\]\"']+\s*[|,]\s*)*"
"""What may stand before the type that is being typed: `list[`, `None | `, `int, `."""
_TYPED = rf"{_IN_TYPE}(?P<typed>[A-Za-z_]\w*|)"
_PARAMETER = re.compile(rf"\s*\*{{0,2}}\w+\s*:\s*{_TYPED}")
_RESULT = re.compile(rf".*\)\s*->\s*{_TYPED}")
_VARIABLE = re.compile(rf"\s*(?P<name>(?:self\.)?\w+)\s*:\s+{_TYPED}")
_TYPES = frozenset(
    "list tuple dict set Optional Union List Tuple Dict Sequence Iterable Iterator Mapping Callable Annotated".split()
)


def typed_type(text: str, offset: int) -> str | None:
    """What is typed so far of a type at a place; None where the caret is in none."""
    cursor = cursor_at(text, offset)
    if cursor is None:
        line = text[text.rfind("\n", 0, offset) + 1 : offset]
        found = _RESULT.fullmatch(line) or _VARIABLE.fullmatch(line)
        is_name = found is not None and not keyword.iskeyword(found.groupdict().get("name", ""))
        return found["typed"] if found is not None and is_name and is_in_statement(text, offset) else None
    if cursor.typed is not None:
        return None
    argument = cursor.arguments[-1]
    if cursor.bracket == "(":  # only the parameters of a definition have colons right behind a name
        found = _PARAMETER.fullmatch(argument)
    else:
        is_type = cursor.bracket == "[" and cursor.called.rpartition(".")[2] in _TYPES
        found = re.fullmatch(rf"\s*{_TYPED}", argument) if is_type else None
    return found["typed"] if found is not None else None
