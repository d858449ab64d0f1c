"""Random small tensor programs: writing them, and running them to learn every shape there is in them."""

from .program import Program, random_program
from .run import Binding, Run, run

__all__ = ["Binding", "Program", "Run", "random_program", "run"]
