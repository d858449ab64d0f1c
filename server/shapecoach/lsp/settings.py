"""What the user may choose, under `shapecoach` in the editor's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from shapecoach.drawing.themes import ThemeKind

SECTION = "shapecoach"


@dataclass(frozen=True, slots=True)
class Settings:
    inlay_hints: bool = True
    code_lenses: bool = True
    ignore: frozenset[str] = frozenset()  # names of rules


def read_settings(value: object) -> Settings:
    """The settings in what the editor sent; whatever is missing or of the wrong type has its default.

    >>> read_settings({"inlayHints": {"enabled": False}, "ignore": ["lone-axis"]})
    Settings(inlay_hints=False, code_lenses=True, ignore=frozenset({'lone-axis'}))
    """
    ignore = _at(value, "ignore")
    names = cast(list[object], ignore) if isinstance(ignore, list) else []
    return Settings(
        inlay_hints=_at(value, "inlayHints", "enabled") is not False,
        code_lenses=_at(value, "codeLens", "enabled") is not False,
        ignore=frozenset(name for name in names if isinstance(name, str)),
    )


def read_theme(options: object) -> ThemeKind | None:
    """The kind of theme to draw for: the initialization option `pictures`, a kind or `true`; None for no drawings.

    A kind may be written as VS Code calls it.

    >>> read_theme({"pictures": "dark"}), read_theme({"pictures": True}), read_theme({})
    (<ThemeKind.DARK: 'dark'>, <ThemeKind.ANY: 'any'>, None)
    >>> read_theme({"pictures": "HighContrastLight"})
    <ThemeKind.HIGH_CONTRAST_LIGHT: 'high-contrast-light'>
    """
    asked = _at(options, "pictures")
    if isinstance(asked, str):
        wanted = asked.replace("-", "").lower()
        return next((kind for kind in ThemeKind if kind.replace("-", "") == wanted), None)
    return ThemeKind.ANY if asked is True else None


def wants_workspace(options: object) -> bool:
    """Whether the client shall ask for all files' diagnostics: the initialization option `workspaceDiagnostics`."""
    return _at(options, "workspaceDiagnostics") is True


def has_flow_page(options: object) -> bool:
    """Whether the client has the command that shows the flow of a function: the initialization option `flowPage`."""
    return _at(options, "flowPage") is True


def has_result_page(options: object) -> bool:
    """Whether the client has the command that shows what became of an exercise: the option `resultPage`."""
    return _at(options, "resultPage") is True


def _at(value: object, *keys: str) -> object:
    for key in keys:
        if not isinstance(value, Mapping):
            return None
        value = cast(Mapping[str, Any], value).get(key)
    return value
