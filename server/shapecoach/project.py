"""`[tool.shapecoach]` in a pyproject.toml: which rules are told of, and which files are left alone.

The command line and the language server both read it here.  What is wrong in it is told, and the rest of it holds.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from shapecoach.analysis.workspace import DISK, Files

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FILE = "pyproject.toml"
KEYS = {
    "select": "Only these rules are told of; all where it is empty.",
    "ignore": "These rules are not told of.",
    "exclude": "Files and folders that are left alone, as patterns of .gitignore from this file's folder on.",
}
"""What may stand in the table, each a list of strings."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in the table, on which line from 0, and what to do."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line + 1}: {self.message}"


@dataclass(frozen=True, slots=True)
class Project:
    """What the table says; without a table, nothing."""

    path: Path | None = None
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    exclude: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def tells_of(self, rule: str) -> bool:
        """Does the user want to hear of this rule?"""
        return rule not in self.ignore and (not self.select or rule in self.select)

    def leaves_out(self, path: Path, is_folder: bool = False) -> bool:
        """Is this file or folder one that the user wants left alone?"""
        if self.path is None or not self.exclude or not path.is_relative_to(self.path.parent):
            return False
        name = path.relative_to(self.path.parent).as_posix()
        return _patterns(self.exclude).match_file(f"{name}/" if is_folder else name)

    def overruled(self, select: frozenset[str], ignore: frozenset[str]) -> Project:
        """What holds where a command has options of its own: a rule that it names is not held back by the file."""
        if select:
            return replace(self, select=select, ignore=ignore)
        return replace(self, ignore=ignore) if ignore else self


def project_of(folder: Path, files: Files = DISK) -> Project:
    """What the nearest pyproject.toml with such a table says, in `folder` or above it."""
    folder = folder.absolute()
    for place in (folder, *folder.parents):
        if (project := project_at(place / FILE, files)) is not None:
            return project
    return Project()


def project_at(path: Path, files: Files = DISK) -> Project | None:
    """What this pyproject.toml says; None where it isn't there, or says nothing of us."""
    text = files.read(path)
    return read_project(path, text) if text is not None and "shapecoach" in text else None


@lru_cache(maxsize=64)
def read_project(path: Path, text: str) -> Project | None:
    """What the pyproject.toml at `path` with this text says; None where it says nothing of us.

    >>> read_project(Path("/a/pyproject.toml"), '[tool.shapecoach]\\nignore = ["lone-axis"]').ignore
    frozenset({'lone-axis'})
    """
    lines = text.splitlines()
    try:
        tool = tomllib.loads(text).get("tool")
    except tomllib.TOMLDecodeError as error:
        if _line_of_table(lines) is None:  # somebody else's table, and none of ours
            return None
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) - 1 if at else len(lines) - 1
        return Project(path, faults=(Fault(path, line, f"this is not TOML, so nothing in it holds: {error}"),))
    table = cast(Mapping[str, Any], tool).get("shapecoach") if isinstance(tool, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        message = f"shapecoach must be a table, [tool.shapecoach]; this is {_kind(table)}."
        return Project(path, faults=(Fault(path, _line_of_table(lines) or 0, message),))
    return _read_table(path, lines, cast(Mapping[str, object], table))


def unknown_rule(name: str) -> str | None:
    """What to say of a name that is no rule's, with the nearest that is; None where there is such a rule."""
    from shapecoach.analysis.rules import RULES  # takes as long to import as all the rest

    if name in RULES:
        return None
    return f"there is no rule called {name!r}.{_nearest(name, RULES) or ' `shapecoach explain` lists them.'}"


def schema() -> dict[str, object]:
    """The JSON schema of the table."""
    from shapecoach.analysis.rules import RULES

    rules = {"oneOf": [{"const": rule.name, "description": rule.summary} for rule in RULES.values()]}
    items: dict[str, object] = {"select": rules, "ignore": rules, "exclude": {"type": "string"}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "[tool.shapecoach] in pyproject.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            key: {"description": meaning, "type": "array", "items": items[key]} for key, meaning in KEYS.items()
        },
    }


def _read_table(path: Path, lines: list[str], table: Mapping[str, object]) -> Project:
    faults: list[Fault] = []
    read: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        if key not in KEYS:
            advice = _nearest(key, KEYS) or f" The settings are {', '.join(KEYS)}."
            faults.append(Fault(path, _line_of(lines, key), f"there is no setting called {key!r}.{advice}"))
        elif (wrong := _wrong_type(key, value)) is not None:
            faults.append(Fault(path, _line_of(lines, key), wrong))
        else:
            read[key] = tuple(cast(list[str], value))
    for key in ("select", "ignore"):
        for name in read.get(key, ()):
            if (said := unknown_rule(name)) is not None:
                faults.append(Fault(path, _line_of(lines, key, name), said))
    for pattern in read.get("exclude", ()):
        if not _is_pattern(pattern):
            line = _line_of(lines, "exclude", pattern)
            faults.append(Fault(path, line, f"{pattern!r} is no pattern of .gitignore, so it leaves nothing out."))
    return Project(
        path,
        frozenset(read.get("select", ())),
        frozenset(read.get("ignore", ())),
        tuple(filter(_is_pattern, read.get("exclude", ()))),
        tuple(faults),
    )


def _wrong_type(key: str, value: object) -> str | None:
    example = '["tests/data"]' if key == "exclude" else '["lone-axis"]'
    if not isinstance(value, list):
        return f"{key} must be a list of strings, such as {example}; this is {_kind(value)}."
    wrong = next((item for item in cast(list[object], value) if not isinstance(item, str)), None)
    return None if wrong is None else f"{key} must be a list of strings, such as {example}; in it is {_kind(wrong)}."


def _kind(value: object) -> str:
    """What TOML calls a value.

    >>> _kind(True), _kind({})
    ('a boolean', 'a table')
    """
    kinds: dict[type[object], str] = {
        bool: "a boolean",
        int: "an integer",
        float: "a float",
        str: "a string",
        list: "an array",
        dict: "a table",
    }
    return kinds.get(type(value), "a date or time")


def _nearest(name: str, known: Iterable[str]) -> str | None:
    near = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {near[0]}?" if near else None


@cache
def _patterns(exclude: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # only where there is one: it would hold up the start of everything else

    return GitIgnoreSpec.from_lines(exclude)


def _is_pattern(text: str) -> bool:
    try:
        return bool(_patterns((text,)))
    except ValueError:
        return False


def _line_of_table(lines: list[str]) -> int | None:
    """The line on which our table begins, in whichever of TOML's ways."""
    heading = re.compile(r"\s*\[\s*tool\s*\.\s*(shapecoach|\"shapecoach\")\s*[\].]|\s*(tool\s*\.\s*)?shapecoach\s*[.=]")
    return _first(lines, heading.match, 0)


def _line_of(lines: list[str], key: str, item: str | None = None) -> int:
    """The line on which a key of our table stands, or a string in its list; the table's where that is hard to tell."""
    table = _line_of_table(lines) or 0
    pattern = re.compile(rf"(.*[\s.{{\[,]|)[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    line = _first(lines, pattern.match, table)
    if line is None:
        return table
    if item is None:
        return line
    found = _first(lines, lambda text: f'"{item}"' in text or f"'{item}'" in text, line)
    return line if found is None else found


def _first(lines: list[str], is_it: Callable[[str], object], start: int) -> int | None:
    numbered: Iterator[tuple[int, str]] = enumerate(lines)
    return next((number for number, line in numbered if number >= start and is_it(line)), None)


if __name__ == "__main__":  # python -m shapecoach.project > docs/pyproject.schema.json
    import json

    print(json.dumps(schema(), indent=2))
