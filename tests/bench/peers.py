"""The tools next door, installed from the package index in an environment of their own, beside the repository's caches.

They see the torch that is installed here: nothing may bring another.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from shapecoach.cache_folder import cache_folder

PACKAGES = (
    "jedi-language-server==0.47.0",
    "jedi==0.20.1",
    "parso==0.8.7",
    "docstring-to-markdown==0.17",
    "importlib-metadata==8.7.0",
    "zipp==3.23.0",
    "pyrefly==1.4.1",
    "pyrefly-torch-stubs==1.4.0",
    "torchtyc==0.5.0",
)


@dataclass(frozen=True)
class Peer:
    """A tool, the command that starts it, and what it doesn't do of what is measured."""

    name: str
    command: Sequence[str]
    remark: str = ""


def servers(folder: Path) -> list[Peer]:
    """The language servers."""
    programs = folder / "bin"
    return [
        Peer("jedi-language-server", [str(programs / "jedi-language-server")], "syntax errors only"),
        Peer("pyright", [_here("pyright-langserver"), "--stdio"], "types, no shapes"),
        Peer("Pyrefly with torch stubs", [str(programs / "pyrefly"), "lsp"], "shapes of undecorated code unknown"),
    ]


def checker(folder: Path) -> Peer:
    return Peer("torchtyc", [str(folder / "bin" / "torchtyc"), "check"], "imports and runs the file")


def install() -> Path:
    """The environment with all of them, made the first time.  Raises CalledProcessError where that can't be done."""
    name = blake2b(repr((PACKAGES, sys.version)).encode(), digest_size=8).hexdigest()
    folder = cache_folder() / "peers" / name
    if not (folder / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)], check=True)
        pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install", "--quiet"]
        subprocess.run([*pip, "--no-deps", *PACKAGES], check=True)
        (site,) = (folder / "lib").glob("python*/site-packages")
        (site / "torch_of_this_project.pth").write_text(sysconfig.get_path("purelib") + "\n")
        (folder / "done").touch()
    return folder


def _here(program: str) -> str:
    return str(Path(sys.executable).parent / program)
