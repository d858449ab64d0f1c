"""Printing what was measured: the machine, then a line for each figure with its aim."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Figure:
    """Something measured several times, in seconds, and how long it may take: mostly, and nearly always."""

    what: str
    seconds: Sequence[float]
    aim: float | None = None
    worst: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(0.95 * (len(self.seconds) - 1) + 0.5)]

    def __str__(self) -> str:
        spread = f"{_shown(min(self.seconds))} to {_shown(max(self.seconds))}, {len(self.seconds)} runs"
        aim = f"aim {_shown(self.aim)}, {self.median / self.aim:.2f} of it" if self.aim else ""
        worst = f" (aim {_shown(self.worst)})" if self.worst else ""
        return f"{self.what:58}{_shown(self.median):>10}   p95 {_shown(self.p95)}{worst}   {aim}   ({spread})"


def machine() -> str:
    """The processor, and the versions that matter."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("torch", "einops", "jaxtyping"))
    load = os.getloadavg()[0]
    return f"{_processor()}, {os.cpu_count()} cores, load {load:.1f}; Python {platform.python_version()}, {versions}"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
