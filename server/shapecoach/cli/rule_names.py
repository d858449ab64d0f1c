"""Rules as the user names them."""

from __future__ import annotations

from shapecoach.cli.files import UnusableInputError
from shapecoach.project import unknown_rule


def known_rule(name: str) -> str:
    """`name`, if there is such a rule.  Raises UnusableInputError, which suggests the nearest name."""
    if (said := unknown_rule(name)) is not None:
        raise UnusableInputError(said)
    return name


def known_rules(options: list[str] | None) -> frozenset[str]:
    """The rules in options such as `a,b`.  Raises UnusableInputError for an unknown one."""
    names = (name.strip() for option in options or () for name in option.split(","))
    return frozenset(known_rule(name) for name in names if name)
