"""One more rule that ruff leaves alone, written into a pyproject.toml; everything else in it stays as it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from shapecoach.analysis.model import Edit, Position, Range
from shapecoach.lsp.text import edited, utf16_length

FILE = "pyproject.toml"
_OWN_FILES = ("ruff.toml", ".ruff.toml")
_LIST = re.compile(r"^[ \t]*(?:[\w\".-]+\.)?ignore[ \t]*=[ \t]*\[", re.MULTILINE)
_SECTION = re.compile(r"^\[tool\.ruff\.lint\][ \t]*(?:#.*)?\r?$", re.MULTILINE)


def project_file(path: Path) -> Path | None:
    """The pyproject.toml in which ruff looks for its settings of a file; None where it looks elsewhere, or nowhere.

    That is the nearest one that speaks of ruff; where none does, the nearest one could.
    """
    first: Path | None = None
    for folder in path.parents:
        if any((folder / name).exists() for name in _OWN_FILES):
            return None
        file = folder / FILE
        tools = _tools(text) if (text := read(file)) is not None else None
        if tools is not None and "ruff" in tools:
            return file
        first = first or (file if tools is not None else None)
    return first


def read(file: Path) -> str | None:
    try:
        return file.read_bytes().decode()
    except (OSError, ValueError):
        return None


def leaves_alone(text: str, rule: str) -> bool:
    """Does ruff leave a rule alone, going by a pyproject.toml?"""
    settings = _settings(text) or {}
    ignored = [*_strings(settings.get("ignore")), *_strings(_table(settings, "lint").get("ignore"))]
    return any(rule.startswith(prefix) for prefix in ignored)


def leaving_alone(text: str, rule: str) -> Edit | None:
    """The edit after which ruff leaves the rule alone; None where that can't be written in without doubt."""
    settings = _settings(text)
    if settings is None or leaves_alone(text, rule):
        return None
    wanted = [*_strings(_table(settings, "lint").get("ignore")), rule]
    return next((edit for edit in _candidates(text, rule) if _says(edited(text, [edit]), text, wanted)), None)


def _candidates(text: str, rule: str) -> Iterator[Edit]:
    newline = "\r\n" if "\r\n" in text else "\n"
    for found in _LIST.finditer(text):
        after = text[found.end() :]
        if lines := re.match(r"[ \t]*(\r?\n)([ \t]*)(?=[\"'\]])", after):
            indent = lines[2] or "  "
            yield _insertion(text, found.end(), f'{newline}{indent}"{rule}",')
        else:
            yield _insertion(text, found.end(), f'"{rule}"' if re.match(r"\s*\]", after) else f'"{rule}", ')
    for found in _SECTION.finditer(text):
        yield _insertion(text, found.end(), f'{newline}ignore = ["{rule}"]')
    gap = "" if not text or text.endswith("\n") else newline
    yield _insertion(
        text, len(text), f'{gap}{newline if text else ""}[tool.ruff.lint]{newline}ignore = ["{rule}"]{newline}'
    )


def _insertion(text: str, offset: int, new: str) -> Edit:
    before = text[:offset]
    place = Position(before.count("\n"), utf16_length(before[before.rfind("\n") + 1 :].rstrip("\r")))
    return Edit(Range(place, place), new)


def _says(after: str, before: str, wanted: list[str]) -> bool:
    """Whether the edited text is what it was, but for the list of what is left alone."""
    try:
        new, old = tomllib.loads(after), tomllib.loads(before)
    except tomllib.TOMLDecodeError:
        return False
    lint = old.setdefault("tool", {}).setdefault("ruff", {}).setdefault("lint", {})
    lint["ignore"] = sorted(wanted)
    found = _table(_table(_table(new, "tool"), "ruff"), "lint")
    found["ignore"] = sorted(_strings(found.get("ignore")))
    return new == old


def _settings(text: str) -> dict[str, Any] | None:
    """What stands in `[tool.ruff]`; None where the text can't be read."""
    tools = _tools(text)
    return _table(tools, "ruff") if tools is not None else None


def _tools(text: str) -> dict[str, Any] | None:
    try:
        return _table(tomllib.loads(text), "tool")
    except tomllib.TOMLDecodeError:
        return None


def _table(of: Mapping[str, Any], name: str) -> dict[str, Any]:
    held = of.get(name)
    return cast(dict[str, Any], held) if isinstance(held, dict) else {}


def _strings(value: object) -> list[str]:
    return [item for item in cast(list[object], value) if isinstance(item, str)] if isinstance(value, list) else []
