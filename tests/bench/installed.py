"""What is measured is run as those who use it have it: pip compiles what it installs, and Python may read that."""

from __future__ import annotations

import compileall
import os
from functools import cache
from pathlib import Path

import shapecoach


@cache
def environment() -> dict[str, str]:
    """The environment of a process to be measured, Python's files compiled."""
    compileall.compile_dir(Path(shapecoach.__file__).parent, quiet=1)
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
