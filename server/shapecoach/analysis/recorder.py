"""What one walk finds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shapecoach.analysis.model import Fact, Finding, Range
from shapecoach.shapes.tensor import ANY

if TYPE_CHECKING:
    from shapecoach.analysis.agreements import Agreement


class Recorder:
    """Collects what one walk finds, each finding and fact once."""

    def __init__(self) -> None:
        self.findings: dict[tuple[str, Range], Finding] = {}
        self.facts: dict[tuple[str, Range, bool], Fact] = {}
        self.others: set[tuple[str, Range]] = set()
        self.names: set[str] = set()
        self.walks: dict[tuple[str, Range, bool], int] = {}  # the walk that came to each fact
        self.giving_way: dict[tuple[str, Range, bool], int] = {}  # how far each fact gives way to others
        self.varied: set[tuple[str, Range, bool]] = set()  # bound to tensors of several ranks
        self.agreements: list[Agreement] = []

    def copy(self) -> Recorder:
        """A recorder that has found the same, and goes on by itself."""
        other = Recorder()
        other.findings, other.facts = dict(self.findings), dict(self.facts)
        other.others, other.names, other.walks = set(self.others), set(self.names), dict(self.walks)
        other.giving_way, other.varied = dict(self.giving_way), set(self.varied)
        other.agreements = list(self.agreements)
        return other

    def finding(self, finding: Finding) -> None:
        self.findings.setdefault((finding.rule, finding.range), finding)

    def no_fact(self, name: str, place: Range, gives_way: int = 0) -> None:
        """Here a name is bound to something that isn't known to be a tensor: no shape is the shape of both."""
        if not gives_way:
            self.others.add((name, place))
        if self.giving_way.get((name, place, True), 0) >= gives_way:
            self.facts.pop((name, place, True), None)

    def fact(self, fact: Fact, walk: int = 0, gives_way: int = 0) -> None:
        """Note a fact that a walk came to; where it knows no shape, what another walk came to stands.

        One that `gives_way` to others is of a function whatever it is called with (2), and its calls say more; or it is
        of a call in such a one, or of one call of a function that speaks for itself, in the names of its own sizes (1).
        """
        key = (fact.name, fact.range, fact.binding)
        if key in self.facts and gives_way != (known := self.giving_way.get(key, 0)):
            if gives_way > known:
                return
            self.varied.discard(key)
            del self.facts[key]
        self.giving_way[key] = gives_way
        if fact.binding and (fact.name, fact.range) in self.others:
            return
        self.names.add(fact.name)
        before = self.facts.get(key)
        if key in self.varied:
            return
        is_same_walk = self.walks.get(key) == walk
        if before is not None and fact.dims is None and not is_same_walk:
            return
        if before is not None and before.dims is None and fact.dims is not None and is_same_walk:
            return  # one time round a loop it may be anything
        if before is not None and before.dims is not None and fact.dims is not None and before.dims != fact.dims:
            # Two passes over a loop, or two calls of one function, saw different shapes: say what they share.
            same_rank = len(before.dims) == len(fact.dims)
            dims = (
                tuple(a if a == b else "?" for a, b in zip(before.dims, fact.dims, strict=True)) if same_rank else None
            )
            fact = replace(fact, dims=dims)
            if not same_rank:
                self.varied.add(key)
        if before is not None and before.dtype != fact.dtype:
            fact = replace(fact, dtype=str(ANY))
        self.facts[key] = fact
        self.walks[key] = walk
