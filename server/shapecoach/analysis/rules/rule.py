"""What a rule is: a kind of finding, with a stable name and a page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from shapecoach.analysis.model import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """`wrong` and `right` are complete small files; tests run both, and the page shows them."""

    name: str
    severity: Severity
    summary: str
    explanation: str
    wrong: str
    right: str

    @property
    def page(self) -> str:
        """The rule's page, in Markdown."""
        return (
            f"# {self.name}\n\n{self.summary}\n\n*Severity: {self.severity}.*\n\n{self.explanation.strip()}\n\n"
            f"## Wrong\n\n```python\n{self.wrong.strip()}\n```\n\n## Right\n\n```python\n{self.right.strip()}\n```\n\n"
            f"To silence it on one line, end the line with `# shapecoach: ignore[{self.name}]`.\n"
        )
