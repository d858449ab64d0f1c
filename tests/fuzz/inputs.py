"""Texts that nobody would write, and that somebody's editor holds for a moment: each follows from its seed."""

from __future__ import annotations

import random
import re
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pathological import PATHOLOGICAL

ROOT = Path(__file__).parent.parent.parent
LARGEST_REAL_FILE = 60_000
TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
WORDS = (
    "( ) [ ] { } , : . = == -> @ * ** + - / // % | & ~ < > ; \\ ' \" ''' \"\"\" # \n \n    \n\t None True self x y _ "
    "def class return if else for while with try except lambda yield await async match case import from global del "
    "0 1 -1 2 3 1.5 1e400 1j 0x7fffffffffffffff 9223372036854775808 99999999999999999999999999 ... Tensor Float torch "
    "nn einops rearrange reduce einsum view reshape sum mean dim keepdim T zeros ones matmul cat stack Linear forward "
    '__init__ super int float bool str list tuple dict \'b\' "b s d" "b s d -> b d s" "*batch d" "(h d)" {n} \x00 \f'
).split(" ")


@dataclass(frozen=True, slots=True)
class Input:
    seed: int
    kind: str
    text: str


def fuzz_input(seed: int) -> Input:
    chance = random.Random(seed)
    kind, make = chance.choices(KINDS, weights=WEIGHTS)[0]
    return Input(seed, kind, make(chance))


@cache
def real_files() -> tuple[str, ...]:
    """The standard library's modules and this repository's files, those about tensors many times over."""
    library = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
    own = [path for folder in ("server", "tests") for path in sorted((ROOT / folder).rglob("*.py"))]
    about_tensors = [*sorted((ROOT / "lessons").rglob("*.py")), *sorted((ROOT / "tests" / "data").iterdir())]
    paths = [*library, *own, *about_tensors * 6]
    return tuple(
        path.read_text(encoding="utf-8", errors="replace")
        for path in paths
        if path.is_file() and path.stat().st_size <= LARGEST_REAL_FILE
    )


def truncated(chance: random.Random) -> str:
    text = chance.choice(real_files())
    return text[: chance.randrange(len(text) + 1)]


def beheaded(chance: random.Random) -> str:
    text = chance.choice(real_files())
    return text[chance.randrange(len(text) + 1) :]


def spliced(chance: random.Random) -> str:
    """Some lines of one file between those of another."""
    one, other = (chance.choice(real_files()).split("\n") for _ in range(2))
    start = chance.randrange(len(other))
    at = chance.randrange(len(one))
    return "\n".join([*one[:at], *other[start : start + chance.randrange(1, 60)], *one[at:]])


def mutated(chance: random.Random) -> str:
    """A few tokens taken out, doubled, exchanged, or replaced by others."""
    tokens = TOKEN.findall(chance.choice(real_files()))
    for _ in range(chance.choice((1, 1, 2, 3, 8, 40))):
        if not tokens:
            break
        at = chance.randrange(len(tokens))
        match chance.randrange(5):
            case 0:
                del tokens[at]
            case 1:
                tokens.insert(at, tokens[at])
            case 2:
                tokens.insert(at, chance.choice(WORDS))
            case 3:
                tokens[at] = chance.choice(WORDS)
            case _:
                other = chance.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
    return "".join(tokens)


def sizes_mutated(chance: random.Random) -> str:
    """Code about tensors that still parses, with other numbers, other axis names and other operations."""
    text = chance.choice([text for text in real_files() if "Tensor" in text])
    changes: tuple[Callable[[str], str], ...] = (
        lambda text: re.sub(r"\b\d+\b", lambda _: chance.choice(NUMBERS), text, count=chance.randrange(1, 30)),
        lambda text: re.sub(r'"(\w+(?: \w+)+)"', lambda m: f'"{" ".join(shuffled(chance, m[1].split()))}"', text),
        lambda text: re.sub(r"\.(\w+)\(", lambda m: f".{chance.choice((m[1], *METHODS))}(", text),
        lambda text: re.sub(r" ([-+*/@]) ", lambda _: f" {chance.choice('+-*/@%')} ", text),
    )
    for change in chance.sample(changes, chance.randrange(1, 3)):
        text = change(text)
    return text


NUMBERS = ("0", "1", "-1", "2", "3", "7", "64", "4096", "2**31", "2**63", "-(2**63)", "10**12", "10**30", "1.5", "None")
METHODS = (
    "sum mean view reshape transpose permute squeeze unsqueeze expand repeat flatten unfold kron cumsum sort topk "
    "split chunk unbind gather scatter index_select masked_select matmul outer diag tril roll flip float long softmax"
).split()


def shuffled(chance: random.Random, items: list[str]) -> list[str]:
    return chance.sample(items, len(items))


def nonsense(chance: random.Random) -> str:
    return chance.choice((" ", "")).join(chance.choices(WORDS, k=chance.randrange(400)))


def noise(chance: random.Random) -> str:
    """Any characters: control characters, lone surrogates, what is beyond the basic plane."""
    ranges = ((0, 0x20), (0x20, 0x7F), (0x80, 0x250), (0x2000, 0x2070), (0xD800, 0xE000), (0x1F300, 0x1F700))
    return "".join(chr(chance.randrange(*chance.choice(ranges))) for _ in range(chance.randrange(300)))


def odd_layout(chance: random.Random) -> str:
    """A real file with other line ends, tabs, a byte order mark, form feeds, lines joined."""
    text = chance.choice(real_files())
    return chance.choice(
        (
            lambda: text.replace("\n", "\r\n"),
            lambda: text.replace("\n", "\r"),
            lambda: "\ufeff" + text,
            lambda: text.replace("\n\n", "\n\f\n"),
            lambda: text.replace("    ", "\t"),
            lambda: text.replace("    ", "\t", chance.randrange(1, 9)),
            lambda: text.replace("\n", "\\\n", chance.randrange(1, 9)),
            lambda: text.replace("\n", "\n\n" * chance.randrange(1, 40)),
            lambda: text.replace(" ", "\u00a0", chance.randrange(1, 9)),
            lambda: re.sub(r"\bx\b", "𝒙é", text),
        )
    )()


def pathological(chance: random.Random) -> str:
    return chance.choice(PATHOLOGICAL)(chance.choice((3, 10, 40, 150, 1000, 3000)))


KINDS: tuple[tuple[str, Callable[[random.Random], str]], ...] = tuple(
    (make.__name__, make)
    for make in (
        truncated, beheaded, spliced, mutated, sizes_mutated, nonsense, noise, odd_layout, pathological,
    )
)  # fmt: skip
WEIGHTS = (3, 1, 2, 5, 6, 1, 1, 1, 3)
