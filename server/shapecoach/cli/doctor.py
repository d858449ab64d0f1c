"""`shapecoach doctor`: whether everything that Shape Coach needs is there and works, and what to do where it isn't."""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import typer

EXAMPLE = """
from jaxtyping import Float
from torch import Tensor

def f(q: Float[Tensor, "b s d"], k: Float[Tensor, "b t d"]):
    scores = q @ k.mT
"""
EXPECTED = ("b", "s", "t")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.  `advice` says what to do about it, where it isn't as it should be."""

    subject: str
    said: str
    advice: str = ""

    @property
    def is_fine(self) -> bool:
        return not self.advice

    def __str__(self) -> str:
        mark = "✓" if self.is_fine else "✗"
        return f"- {mark} **{self.subject}**: {self.said}" + (f"\n  - {self.advice}" if self.advice else "")


def doctor() -> None:
    """See whether all that is needed is there and works.

    Prints Markdown, to be put into a bug report as it is. The exit code is 1 where something is wrong.
    """
    findings: list[Finding] = []
    for check in CHECKS:
        for finding in check():
            findings.append(finding)
            typer.echo(finding)
    if not all(finding.is_fine for finding in findings):
        raise typer.Exit(1)


def python() -> Iterator[Finding]:
    yield Finding("Python", f"{platform.python_version()} at {sys.executable}")
    yield Finding("System", f"{platform.platform()}, {os.cpu_count() or '?'} cores")


def packages() -> Iterator[Finding]:
    """Shape Coach and what it requires, as far as it is installed."""
    from shapecoach import __version__

    yield Finding("shapecoach", __version__)
    for name in sorted(_required()):
        try:
            yield Finding(name, version(name))
        except PackageNotFoundError:
            yield Finding(name, "not installed", f"Install it: `{sys.executable} -m pip install {name}`.")


def pytorch() -> Iterator[Finding]:
    """Whether PyTorch can be imported and can work without data, which is what shapes are asked of."""
    began = time.perf_counter()
    try:
        import torch

        shape = tuple((torch.empty(2, 3, device="meta") @ torch.empty(3, 5, device="meta")).shape)
    except Exception as error:  # an installation can be broken in any way
        advice = f"Install it anew: `{sys.executable} -m pip install --force-reinstall torch`."
        yield Finding("PyTorch works", f"no: {type(error).__name__}: {error}", advice)
        return
    seconds = time.perf_counter() - began
    right = shape == (2, 5)
    said = f"imported in {seconds:.1f} s, {torch.get_num_threads()} threads"
    yield Finding("PyTorch works", said if right else f"it gives {shape}", "" if right else "Install it anew.")


def engine() -> Iterator[Finding]:
    """Whether a shape comes out of a piece of code."""
    try:
        from shapecoach.hints import examine

        facts = {fact.name: fact.dims for fact in examine(EXAMPLE).facts}
    except Exception as error:  # whatever it is, it is what the report is for
        yield Finding("A shape", f"none: {type(error).__name__}: {error}", "Report this, please.")
        return
    dims = facts.get("scores")
    right = dims == EXPECTED
    yield Finding("A shape", f"({', '.join(dims or ('?',))})", "" if right else "Report this, please.")


def folders() -> Iterator[Finding]:
    """Whether the places can be written to that Shape Coach keeps things in."""
    from shapecoach.cache_folder import cache_folder
    from shapecoach.lessons import LearnerFolder, catalogue

    yield _writable("Cache", cache_folder())
    yield Finding("Lessons", f"{len(catalogue().exercises)} exercises")
    folder = LearnerFolder.containing(Path.cwd())
    if folder is not None:
        yield _writable("Folder of lessons", folder.root)


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (python, packages, pytorch, engine, folders)


def _required() -> set[str]:
    """The names of the packages that ours requires."""
    lines = (line for line in requires("shapecoach") or () if "extra ==" not in line)
    return {name[0] for line in lines if (name := re.match(r"[\w.-]+", line))}


def _writable(subject: str, folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return Finding(subject, str(folder))
    except OSError as error:
        advice = "Nothing can be kept there: give yourself the right to write to it, or make room on the disk."
        return Finding(subject, f"{folder}: {error.strerror or error}", advice)
