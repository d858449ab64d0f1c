"""Random small tensor programs: writing them, running them to learn every shape in them, comparing, shrinking."""

from .compare import UNTOLD, Agreement, Disagreement, compare
from .memory import bounded_memory
from .program import Program, random_program
from .run import Binding, Run, run
from .shrink import shrunk

__all__ = [
    "UNTOLD",
    "Agreement",
    "Binding",
    "Disagreement",
    "Program",
    "Run",
    "bounded_memory",
    "compare",
    "random_program",
    "run",
    "shrunk",
]
