"""What one walk finds."""

from __future__ import annotations

from dataclasses import replace

from shapecoach.analysis.model import Fact, Finding, Range


class Recorder:
    """Collects what one walk finds, each finding and fact once."""

    def __init__(self) -> None:
        self.findings: dict[tuple[str, Range], Finding] = {}
        self.facts: dict[tuple[str, Range, bool], Fact] = {}
        self.others: set[tuple[str, Range]] = set()
        self.names: set[str] = set()
        self.walks: dict[tuple[str, Range, bool], int] = {}  # the walk that came to each fact

    def copy(self) -> Recorder:
        """A recorder that has found the same, and goes on by itself."""
        other = Recorder()
        other.findings, other.facts = dict(self.findings), dict(self.facts)
        other.others, other.names, other.walks = set(self.others), set(self.names), dict(self.walks)
        return other

    def finding(self, finding: Finding) -> None:
        self.findings.setdefault((finding.rule, finding.range), finding)

    def no_fact(self, name: str, place: Range) -> None:
        """Here a name is bound to something that isn't known to be a tensor: no shape is the shape of both."""
        self.others.add((name, place))
        self.facts.pop((name, place, True), None)

    def fact(self, fact: Fact, walk: int = 0) -> None:
        """Note a fact that a walk came to; where it knows no shape, what another walk came to stands."""
        key = (fact.name, fact.range, fact.binding)
        if fact.binding and (fact.name, fact.range) in self.others:
            return
        self.names.add(fact.name)
        before = self.facts.get(key)
        if before is not None and fact.dims is None and self.walks.get(key) != walk:
            return
        if before is not None and before.dims is not None and fact.dims is not None and before.dims != fact.dims:
            # Two passes over a loop, or two calls of one function, saw different shapes: say what they share.
            same_rank = len(before.dims) == len(fact.dims)
            dims = (
                tuple(a if a == b else "?" for a, b in zip(before.dims, fact.dims, strict=True)) if same_rank else None
            )
            fact = replace(fact, dims=dims)
        self.facts[key] = fact
        self.walks[key] = walk
