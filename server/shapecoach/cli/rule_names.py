"""Rules as the user names them."""

from __future__ import annotations

import difflib

from shapecoach.analysis.rules import RULES
from shapecoach.cli.files import UnusableInputError


def known_rule(name: str) -> str:
    """`name`, if there is such a rule.  Raises UnusableInputError, which suggests the nearest name."""
    if name in RULES:
        return name
    near = difflib.get_close_matches(name, RULES, n=1)
    suggestion = f" Did you mean {near[0]}?" if near else " `shapecoach explain` lists them."
    raise UnusableInputError(f"there is no rule called {name!r}.{suggestion}")


def known_rules(options: list[str]) -> frozenset[str]:
    """The rules in options such as `a,b`.  Raises UnusableInputError for an unknown one."""
    names = (name.strip() for option in options for name in option.split(","))
    return frozenset(known_rule(name) for name in names if name)
