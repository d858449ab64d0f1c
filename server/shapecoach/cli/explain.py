"""`shapecoach explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

LONGEST_LINE = 200


def explain(
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help="The name of a rule.")] = None,
) -> None:
    """Explain a rule, with a wrong and a right example; without a name, list the rules."""
    from rich.console import Console  # what a command needs is imported when it runs: the others start sooner
    from rich.markdown import Markdown

    from shapecoach.analysis.rules import RULES
    from shapecoach.cli.rule_names import known_rule

    console = Console(highlight=False)
    if rule is None:
        if not console.is_terminal:
            console.width = LONGEST_LINE  # another program wants a rule on each line
        console.print(_all_rules())
    elif console.is_terminal:
        console.print(Markdown(RULES[known_rule(rule)].page))
    else:
        typer.echo(RULES[known_rule(rule)].page.rstrip("\n"))


def _all_rules() -> Table:
    from rich.table import Table
    from rich.text import Text

    from shapecoach.analysis.rules import RULES
    from shapecoach.cli.formats.terminal import STYLES

    table = Table.grid(padding=(0, 2))
    for rule in RULES.values():
        table.add_row(Text(rule.name, "bold"), Text(rule.severity.value, STYLES[rule.severity]), rule.summary)
    return table
