"""`shapecoach flow`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from shapecoach.analysis.workspace import Workspace
from shapecoach.axes.reading import read_axes
from shapecoach.cli.examining import examined
from shapecoach.cli.files import UnusableInputError, read, roots_of
from shapecoach.flow.graph import Flow, flows_in
from shapecoach.flow.known import Known


def flow(
    target: Annotated[
        str, typer.Argument(metavar="FILE[::FUNCTION]", help="A file, or one function in it: net.py::Attention.forward")
    ],
    svg: Annotated[bool, typer.Option("--svg", help="Write a drawing instead, of one function.")] = False,
) -> None:
    """Write the tensors of a function, and the operations between them, as a Mermaid diagram.

    Without a function, all functions of the file that do something with tensors.
    """
    from shapecoach.drawing.colouring import colours_of_function
    from shapecoach.drawing.flow_picture import MOST_BOXES, draw_flow
    from shapecoach.drawing.themes import THEMES, ThemeKind
    from shapecoach.flow.mermaid import mermaid

    file, _, function = target.partition("::")
    source = read(Path(file))
    # What `check` keeps of a file leaves out the tensors without a name.
    (analysis,) = examined([source], Workspace(roots=roots_of([Path(file)])))
    if analysis is None:
        raise UnusableInputError(f"{file}: can't be analysed")
    index = read_axes(source.text)
    flows = _picked(list(flows_in(Known(source.text, index, analysis))), file, function)
    if not svg:
        typer.echo(mermaid(flows), nl=False)
    elif len(flows) > 1:
        raise UnusableInputError(f"{file}: a drawing is of one function, one of {_listed(flows)}")
    elif len(flows[0].nodes) > MOST_BOXES:
        raise UnusableInputError(f"{file}: `{flows[0].name}` has more than {MOST_BOXES} tensors, too many to draw")
    else:
        colours = colours_of_function(analysis, index, flows[0].name)
        typer.echo(draw_flow(flows[0], colours, THEMES[ThemeKind.ANY]))


def _picked(flows: Sequence[Flow], file: str, function: str) -> Sequence[Flow]:
    """The flows that were asked for.  Raises UnusableInputError where there are none."""
    if not flows:
        raise UnusableInputError(f"{file}: no function in it does anything with tensors of known shape")
    picked = [each for each in flows if function in ("", each.name)]
    if not picked:
        raise UnusableInputError(f"{file}: no `{function}` with tensors in it; there is {_listed(flows)}")
    return picked


def _listed(flows: Sequence[Flow]) -> str:
    return ", ".join(f"`{each.name}`" if each.name else "the module itself" for each in flows)
