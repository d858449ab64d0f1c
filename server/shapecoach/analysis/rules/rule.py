"""What a rule is: a kind of finding, with a stable name and a page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from shapecoach.analysis.model import Severity

_PREFERENCE = "prefer-"


@dataclass(frozen=True, slots=True)
class Rule:
    """`wrong` and `right` are complete small files; tests run both, and the page shows them.

    A rule that prefers one right way over another has them, too: what it finds, and what it would rather see.
    """

    name: str
    severity: Severity
    summary: str
    explanation: str
    wrong: str
    right: str

    @property
    def page(self) -> str:
        """The rule's page, in Markdown."""
        headings = ("Before", "After") if is_preference(self.name) else ("Wrong", "Right")
        wrong, right = (
            f"## {heading}\n\n```python\n{example.strip()}\n```\n\n"
            for heading, example in zip(headings, (self.wrong, self.right), strict=True)
        )
        return (
            f"# {self.name}\n\n{self.summary}\n\n*Severity: {self.severity}.*\n\n{self.explanation.strip()}\n\n"
            f"{wrong}{right}"
            f"To silence it on one line, end the line with `# shapecoach: ignore[{self.name}]`.\n"
        )


def is_preference(name: str) -> bool:
    """Whether a rule of this name finds what is right and could be said better."""
    return name.startswith(_PREFERENCE)
