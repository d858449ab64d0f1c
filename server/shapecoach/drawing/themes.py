"""The colours of a drawing in each kind of theme: those that axis names have in the text of an editor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ThemeKind(StrEnum):
    """What kind of theme a drawing is for; ANY where that isn't known."""

    ANY = "any"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"
    HIGH_CONTRAST_LIGHT = "high-contrast-light"


@dataclass(frozen=True, slots=True)
class Theme:
    """Text, what stands back, how much of an axis' colour fills it, and the axes' colours in order."""

    text: str
    muted: str
    fill: float
    axes: tuple[str, ...]

    def of(self, colour: int | None) -> str:
        """The colour of an axis; that of what stands back for None."""
        return self.muted if colour is None else self.axes[colour % len(self.axes)]


THEMES: Mapping[ThemeKind, Theme] = {
    ThemeKind.ANY: Theme(
        "#7A7A7A", "#808080", 0.12,
        ("#2F86C6", "#B07A1E", "#1F9478", "#8A8A1E", "#C25A97", "#D0603A", "#8470DC", "#5F9430"),
    ),
    ThemeKind.LIGHT: Theme(
        "#333333", "#6B6B6B", 0.10,
        ("#005F99", "#8A5A00", "#00735C", "#6B6B00", "#9C2D73", "#B03A00", "#5B3DC4", "#3C7300"),
    ),
    ThemeKind.DARK: Theme(
        "#CCCCCC", "#9A9A9A", 0.14,
        ("#56B4E9", "#E69F00", "#4EC9A0", "#F0E442", "#E08BBE", "#FF8C69", "#B9A6FF", "#9CDC5A"),
    ),
    ThemeKind.HIGH_CONTRAST: Theme(
        "#FFFFFF", "#D4D4D4", 0.0,
        ("#7CC8FF", "#FFB733", "#5FE3B8", "#FFF266", "#FF9FD2", "#FFA58A", "#CFC2FF", "#B6F27A"),
    ),
    ThemeKind.HIGH_CONTRAST_LIGHT: Theme(
        "#000000", "#3B3B3B", 0.0,
        ("#004A7A", "#6B4500", "#00574A", "#515100", "#7D1E5A", "#852B00", "#4527A8", "#2C5600"),
    ),
}  # fmt: skip

PAGE = Theme(
    "var(--vscode-editor-foreground, currentColor)",
    f"var(--vscode-descriptionForeground, {THEMES[ThemeKind.ANY].muted})",
    0.12,
    tuple(
        f"var(--vscode-shapecoach-axis{number}, {colour})"
        for number, colour in enumerate(THEMES[ThemeKind.ANY].axes, start=1)
    ),
)
"""In a page of the extension: the colours that it contributes, which themes and users may change, and the page follows.
Elsewhere they are those for any theme.
"""
