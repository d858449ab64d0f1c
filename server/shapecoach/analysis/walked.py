"""A file that was walked, and may be moved to where its lines stand in a newer version."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from shapecoach.analysis.closed import Definition, but_closed_bodies, definitions, is_closed
from shapecoach.analysis.moving import Move
from shapecoach.analysis.recorder import Recorder
from shapecoach.analysis.values import Class, Function
from shapecoach.analysis.walk import Walk


@dataclass(slots=True)
class Walked:
    """A file all of which was walked but its closed functions.

    Its tree is nobody else's, and `standing` are the lines of the surroundings as that has them.
    """

    walk: Walk
    closed: tuple[tuple[Function, Class | None], ...]
    recorder: Recorder  # what was found so far
    tree: ast.Module
    standing: tuple[int, ...]
    _nodes: list[ast.AST] = field(init=False)  # of the surroundings

    def __post_init__(self) -> None:
        self._nodes = but_closed_bodies(self.tree)

    def move(self, standing: tuple[int, ...], newer: Sequence[Definition]) -> bool:
        """Take the places of a version whose surroundings say the same on these lines, and the bodies that it has.

        False if that can't be done; then it is of no more use.
        """
        if standing == self.standing:
            return True
        to = dict(zip(self.standing, standing, strict=True))
        for then, now in zip(definitions(self.tree.body), newer, strict=True):
            if is_closed(now):
                to[(then.end_lineno or 0) - 1] = (now.end_lineno or 0) - 1
                then.body = now.body
        move = Move(to.__getitem__)
        try:
            if not move.nodes(self._nodes):
                return False
            self.recorder = move.recorder(self.recorder)
            move.walk(self.walk)
        except KeyError:  # it speaks of a line that is none of the surroundings
            return False
        self.standing = standing
        return True
