"""The formats of `check`, one module each, whose `write(report, shapes)` prints a report."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapecoach.cli.report import Report


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


MODULES = {Format.TEXT: "terminal", Format.JSON: "json_object", Format.GITHUB: "github", Format.SARIF: "sarif"}


def writer(format: Format) -> Callable[[Report, bool], None]:
    """The function that prints a report; its second argument asks for the shapes, where the format has them.

    Only now is its module imported: some need the rules or rich, for which `--help` and `lsp` shouldn't wait.
    """
    return importlib.import_module(f"{__name__}.{MODULES[format]}").write
