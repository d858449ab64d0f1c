"""A person at the keyboard: each key as the change that an editor tells the server of, and where the caret is then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

Place = tuple[int, int]  # a line and a character


@dataclass(frozen=True)
class Keystroke:
    """One change: what stood between two places is replaced; `text` is the document after it."""

    start: Place
    end: Place
    new: str
    text: str
    caret: Place

    def moved(self, line: int) -> int | None:
        """Where a line is afterwards; None for those that it is about."""
        if line < self.start[0]:
            return line
        return line + self.new.count("\n") - (self.end[0] - self.start[0]) if line > self.end[0] else None


PAIRS = {"(": ")", "[": "]", "{": "}", '"': '"'}


class Typist:
    """The text and the caret; each method gives the keystrokes that it takes.

    `closes` is VS Code's habit of putting the second bracket or quote there together with the first.
    """

    def __init__(self, text: str, closes: bool = True) -> None:
        self.text = text
        self.caret = 0
        self.closes = closes

    def go(self, before: str, after: str = "", start: str = "") -> None:
        """Put the caret between two texts that stand next to each other, behind the first place of `start`."""
        self.caret = self.text.index(before + after, self.text.index(start)) + len(before)

    def type(self, keys: str) -> Iterator[Keystroke]:
        for key in keys:
            following = self.text[self.caret : self.caret + 1]
            if key == "\n":
                line = self.text[: self.caret].rpartition("\n")[2]
                indent = " " * (len(line) - len(line.lstrip()) + 4 * line.endswith(":"))
                yield self._put("\n" + indent)
            elif self.closes and key == following and key in PAIRS.values():
                self.caret += 1  # what was put there already is typed over: no change
            elif self.closes and key in PAIRS and not following.strip(")]},\n"):
                yield self._put(key + PAIRS[key], back=1)
            else:
                yield self._put(key)

    def erase(self, count: int) -> Iterator[Keystroke]:
        """Backspace, a character each time."""
        for _ in range(count):
            yield self._replace(self.caret - 1, self.caret, "")

    def paste(self, text: str) -> Iterator[Keystroke]:
        yield self._put(text)

    def cut(self, text: str) -> Iterator[Keystroke]:
        """Select what stands behind the caret, and delete it."""
        assert self.text.startswith(text, self.caret)
        yield self._replace(self.caret, self.caret + len(text), "")

    def _put(self, text: str, back: int = 0) -> Keystroke:
        return self._replace(self.caret, self.caret, text, back)

    def _replace(self, start: int, end: int, new: str, back: int = 0) -> Keystroke:
        places = self._place(start), self._place(end)
        self.text = self.text[:start] + new + self.text[end:]
        self.caret = start + len(new) - back
        return Keystroke(*places, new, self.text, self._place(self.caret))

    def _place(self, index: int) -> Place:
        before = self.text[:index]
        return before.count("\n"), index - before.rfind("\n") - 1


def session(text: str, count: int) -> list[Keystroke]:
    """The first keystrokes of an hour in a file of `realistic.py`, which has 14 blocks; there are 500 and more."""
    return list(islice(_session(Typist(text)), count))


def _session(typist: Typist) -> Iterator[Keystroke]:
    new_line = 'heads = einops.rearrange(normed, "b (s two) m -> b s two m", two=2)'
    typist.go("normed = self.norm(x)", start="class Block3")
    yield from typist.type("\n" + new_line)
    yield from typist.type("\nx = x + heads")  # a shape that doesn't fit
    yield from typist.erase(len("\nx = x + heads") + 8)

    typist.go("log_softmax(dim=-1", start="def loss5")
    yield from typist.erase(2)
    yield from typist.type("-2")
    yield from typist.erase(1)
    yield from typist.type("1")

    typist.go("hidden = F.gelu(self.up(self.norm(attended))", ")", start="class Block2")
    yield from typist.cut(")")  # a bracket stays open
    yield from typist.type(")")
    line = '        mixed = einops.einsum(self.attention(normed), v, "b h q k, b k h e -> b q h e")\n'
    typist.go("", line, start="class Block2")
    yield from typist.cut(line)
    yield from typist.paste(line)  # undone

    typist.closes = False
    typist.go('self, x: Float[Tensor, "batch seq6 d_model"]', start="class Block6")
    yield from typist.type(', mask: Float[Tensor, "seq6 seq6"]')
    typist.go('scores = einops.einsum(q, k, "b q h e, b k h e -> b h q k")', start="class Block6")
    yield from typist.type(" + mask")
    yield from typist.erase(len(" + mask"))

    typist.go('x: Float[Tensor, "batch seq8', start="class Block8")
    yield from typist.erase(4)
    yield from typist.type("tokens")  # the name of an axis that others go by
    typist.go('batch seq9 d_model"]:', start="class Block9")
    yield from typist.type('\n"""Attention, then what the MLP adds."""')  # for a while all that follows is a string

    typist.closes = True
    typist.caret = len(typist.text)
    yield from typist.type('\n\ndef scaled(x: Float[Tensor, "batch d"], by: float) -> Float[Tensor, "batch d"]:\n')
    yield from typist.type("return x * by  # the same shape\n")

    start = typist.text.index("    def forward", typist.text.index("class Block4"))
    method = typist.text[start : typist.text.index("\n\n", start)].replace("def forward", "def backward")
    typist.go("return attended + self.down(hidden)\n", start="class Block7")
    yield from typist.paste("\n" + method + "\n")
    typist.go("", "\n" + method + "\n", start="class Block7")
    yield from typist.cut("\n" + method + "\n")
    typist.go("flat = einops.rearrange(picked, ", start="def loss10")
    typist.caret = typist.text.index("\n", typist.caret)
    yield from typist.erase(len('einops.rearrange(picked, "b s 1 -> (b s)")'))
    yield from typist.type('einops.rearrange(picked[..., 0], "b s -> (b s)")')
    for number in (1, 9, 11, 13):
        typist.go("attended = x + einops.einsum(mixed, self.W_out, ", start=f"class Block{number}")
        typist.caret = typist.text.index("\n", typist.caret)
        yield from typist.type("\nattended = self.norm(attended)")
