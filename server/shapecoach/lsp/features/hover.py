"""What is known about the tensor under the pointer: its type, a drawing, the steps to it, where its axes came from."""

from __future__ import annotations

from pathlib import PurePath

from lsprotocol import types

from shapecoach.analysis.model import Analysis, AxisOrigin, Fact, Position
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.drawing.colouring import colours_of_function
from shapecoach.drawing.themes import ThemeKind
from shapecoach.flow.known import Known
from shapecoach.flow.moves import told
from shapecoach.flow.operations import shortened
from shapecoach.flow.steps import Step, Story, story_of
from shapecoach.lsp.features.drawings import picture_of
from shapecoach.lsp.features.jaxtyped import jaxtyped, spelled
from shapecoach.lsp.features.places import contains, to_range, uri_of

LONGEST_STEP = 44


def hover(
    analysis: Analysis,
    uri: str,
    position: Position,
    text: str = "",
    index: AxisIndex | None = None,
    theme: ThemeKind | None = None,
) -> types.Hover | None:
    """The innermost fact at `position`, in Markdown; None where no tensor is known.

    With a `theme` there is a drawing in its colours.
    """
    at_position = [fact for fact in analysis.facts if contains(fact.range, position)]
    if not at_position:
        return None
    # Of two facts about the same place (a name read and bound again), the binding is what the line is about.
    fact = min(at_position, key=lambda fact: (_extent(fact), not fact.binding))
    index = index or AxisIndex()
    story = story_of(fact.range, Known(text, index, analysis)) if text else Story()
    drawing = picture_of(fact, story, colours_of_function(analysis, index, fact.scope), theme) if theme else ""
    return types.Hover(
        contents=types.MarkupContent(types.MarkupKind.Markdown, _markdown(fact, uri, story, drawing)),
        range=to_range(fact.range),
    )


def _extent(fact: Fact) -> tuple[int, int]:
    start, end = fact.range.start, fact.range.end
    return end.line - start.line, end.character - start.character


def _markdown(fact: Fact, uri: str, story: Story, drawing: str) -> str:
    name = f"{fact.name}: " if fact.name.isidentifier() else ""
    origins = [origin_line(origin, uri) for origin in fact.origins]
    parts = [_code(f"{name}{jaxtyped(fact)}"), drawing, _sentence(story), _steps(story), "\n".join(origins)]
    return "\n\n".join(part for part in parts if part)


def _sentence(story: Story) -> str:
    """What the last step does, in words."""
    sentence = told(story.move) if story.move is not None else ""
    return f"`{story.move.label}` {sentence}" if story.move is not None and sentence else ""


def _steps(story: Story) -> str:
    """The steps as code with the shapes beside it."""
    if not story.steps:
        return ""
    texts = [shortened(step.text, LONGEST_STEP) for step in story.steps]
    width = max(map(len, texts))
    lines = [f"{text:{width}}  # {_shape(step)}" for text, step in zip(texts, story.steps, strict=True)]
    return _code("\n".join(["# …", *lines] if story.is_cut else lines))


def _shape(step: Step) -> str:
    if step.dims is None:
        return "?"
    return spelled(step.dims) or "a number"


def _code(text: str) -> str:
    return f"```python\n{text}\n```"


def origin_line(origin: AxisOrigin, uri: str) -> str:
    """Where an axis got its name, as an item of a list."""
    if origin.range is None:
        return f"- `{origin.axis}`: {origin.message}"
    line = origin.range.start.line + 1
    name = f"{PurePath(origin.path).name}, line {line}" if origin.path else f"line {line}"
    return f"- `{origin.axis}`: {origin.message} ([{name}]({uri_of(origin.path, uri)}#L{line}))"
