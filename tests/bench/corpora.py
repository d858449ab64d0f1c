"""What the engine says about real packages: `python tests/bench/corpora.py [PACKAGE ...]`.

Fetches each package from the package index with pip, without its dependencies, into a temporary folder, examines every
file of it, and prints the time, each error or warning, and how many of the names that are bound to tensors have a full
shape.  Nothing of the package is imported or run.  The packages work, so what is printed is either a defect of theirs
on a path that nobody takes, or a false alarm of ours: read it, and write into `docs/real-code.md` which.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotated import annotated_functions

from shapecoach.analysis.model import Analysis, Fact, Severity
from shapecoach.hints import examine

PACKAGES = (
    "transformer-lens",
    "linear-operator",
    "gpytorch",
    "x-transformers",
    "vit-pytorch",
    "sae-lens",
    "torchdiffeq",
    "nerfstudio",
)


@dataclass(frozen=True)
class Examined:
    path: Path
    text: str
    analysis: Analysis
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("packages", nargs="*", default=PACKAGES, help="names on the package index, or local folders")
    examine("import torch\n")
    for package in parser.parse_args().packages:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(package) if Path(package).is_dir() else fetch(package, Path(scratch))
            report(package, folder, list(examined(folder)))
    return 0


def fetch(package: str, folder: Path) -> Path:
    """The folder into which the package's wheel or source was unpacked."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), package]
    subprocess.run(command, check=True)
    (archive,) = folder.iterdir()
    unpacked = folder / "unpacked"
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(unpacked)
    else:
        with tarfile.open(archive) as source:
            source.extractall(unpacked, filter="data")
    return unpacked


def examined(folder: Path) -> Iterator[Examined]:
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text()
        began = time.perf_counter()
        try:
            analysis = examine(text, str(path))
        except Exception as error:  # the engine promises none: say which file, and go on to the next
            print(f"{path.relative_to(folder)}: raised {error!r}")
            continue
        yield Examined(path.relative_to(folder), text, analysis, time.perf_counter() - began)


def report(package: str, folder: Path, files: list[Examined]) -> None:
    """Print every error and warning with its line, then how much is known and how long it took."""
    found: Counter[str] = Counter()
    for file in files:
        for finding in file.analysis.findings:
            if finding.severity is Severity.HINT:
                continue
            found[finding.rule] += 1
            start = finding.range.start
            print(f"{file.path}:{start.line + 1}:{start.character + 1}: {finding.severity} [{finding.rule}]")
            print(f"    {file.text.splitlines()[start.line].strip()}")
            print("    " + finding.message.replace("\n", "\n    "))
    bindings = [fact for file in files for fact in file.analysis.facts if fact.binding]
    annotated = [fact for file in files for fact in in_annotated_functions(file)]
    seconds = sorted(file.seconds for file in files)
    print(
        f"{package}: {len(files)} files, {sum(file.text.count(chr(10)) for file in files)} lines; "
        f"{sum(seconds):.1f} s, slowest file {seconds[-1]:.2f} s, median {seconds[len(seconds) // 2]:.3f} s\n"
        f"    full shapes: {share(bindings)} of all tensor bindings, {share(annotated)} in annotated functions\n"
        f"    found {dict(found) or 'nothing'}",
        flush=True,
    )


def in_annotated_functions(file: Examined) -> list[Fact]:
    """The bindings in functions that have a parameter with a jaxtyping annotation."""
    try:
        functions = annotated_functions(ast.parse(file.text))
    except SyntaxError:
        return []
    return [
        fact
        for fact in file.analysis.facts
        if fact.binding and any(fact.range.start.line in lines for lines in functions)
    ]


def share(bindings: list[Fact]) -> str:
    full = sum(1 for fact in bindings if fact.dims is not None and "?" not in fact.dims)
    return f"{full} of {len(bindings)}" + (f" ({full / len(bindings):.0%})" if bindings else "")


if __name__ == "__main__":
    sys.exit(main())
