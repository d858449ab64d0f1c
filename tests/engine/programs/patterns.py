"""Random einsums and einops patterns that mostly fit the tensors they are for."""

from __future__ import annotations

from .sizes import SIZES
from .state import State

_LETTERS = "abcdefgh"


def _axes(state: State, name: str) -> list[str]:
    """A name for each axis: single letters, or the names that the sizes have elsewhere."""
    letters = list(_LETTERS[: len(state.shape(name))])
    if state.chance(0.5):
        return letters
    named = {size: axis for axis, size in SIZES.items()}
    found = [named.get(size, letter) for size, letter in zip(state.shape(name), letters, strict=True)]
    return found if len(set(found)) == len(found) else letters


def einsum(state: State) -> str:
    """An einsum over one to three tensors: axes of equal size mostly share a letter."""
    names = [state.float_tensor(1) for _ in range(state.random.choice([1, 2, 2, 2, 3]))]
    letters: dict[int, str] = {}
    terms: list[str] = []
    used: list[str] = []
    for name in names:
        term: list[str] = []
        for size in state.shape(name):
            letter = letters.get(size)
            if letter is None or (letter in term and state.chance(0.9)):
                letter = _LETTERS[len(used) % len(_LETTERS)]
                used.append(letter)
                letters.setdefault(size, letter)
            term.append(letter)
        terms.append("".join(term))
    present = sorted(set("".join(terms)))
    output = "".join(state.random.sample(present, state.random.randint(0, min(4, len(present)))))
    new = state.new_name()
    if state.chance(0.5):
        arrow = "" if state.chance(0.05) else f"->{output}"
        return f'{new} = torch.einsum("{",".join(terms)}{arrow}", {", ".join(names)})'
    pattern = f"{', '.join(' '.join(term) for term in terms)} -> {' '.join(output)}"
    return f'{new} = einops.einsum({", ".join(names)}, "{pattern}")'


def rearrange(state: State) -> str:
    """A permutation, perhaps with two axes merged, an axis of one added, or a run of axes left to `...`."""
    a = state.tensor(1)
    left = _axes(state, a)
    right = list(left)
    state.random.shuffle(right)
    if state.chance(0.15) and len(left) > 1:
        return f'{state.new_name()} = rearrange({a}, "{left[0]} ... -> ... {left[0]}")'
    if state.chance(0.15) and len(left) > 2:
        return f'{state.new_name()} = rearrange({a}, "... {left[-2]} {left[-1]} -> ... ({left[-2]} {left[-1]})")'
    if len(right) > 1 and state.chance(0.5):
        at = state.random.randrange(len(right) - 1)
        right[at : at + 2] = [f"({right[at]} {right[at + 1]})"]
    if state.chance(0.2):
        right.insert(state.random.randrange(len(right) + 1), state.random.choice(["1", "()"]))
    if state.chance(0.05):
        right[-1] = "z"
    return f'{state.new_name(like=a)} = rearrange({a}, "{" ".join(left)} -> {" ".join(right)}")'


def split(state: State) -> str:
    """An axis split into two, one of a length that is given by a number or by a name."""
    a = state.tensor(1)
    left = _axes(state, a)
    shape = state.shape(a)
    ints = {name: value for name, value in state.ints().items() if value > 1} | {"2": 2, "7": 7}
    fitting = [(axis, text) for axis, size in enumerate(shape) for text, many in ints.items() if size % many == 0]
    axis, many = state.random.choice(fitting)
    pieces = ["p", left[axis]] if state.chance(0.5) else [left[axis], "p"]
    right = [*left[:axis], *left[axis + 1 :], *pieces]
    state.random.shuffle(right)
    left[axis] = f"({' '.join(pieces)})"
    return f'{state.new_name()} = rearrange({a}, "{" ".join(left)} -> {" ".join(right)}", p={many})'


def reduce(state: State) -> str:
    a = state.float_tensor(1)
    left = _axes(state, a)
    right = state.random.sample(left, state.random.randint(0, len(left)))
    how = state.random.choice(["sum", "mean", "max", "min"])
    if state.chance(0.2):
        right.insert(0, "1")
    if state.chance(0.15) and len(left) > 1:
        left, right = ["...", left[-1]], ["..."]
    return f'{state.new_name()} = reduce({a}, "{" ".join(left)} -> {" ".join(right)}", "{how}")'


def repeat(state: State) -> str:
    """A new axis, or an axis made longer, by a constant or by the size of something else."""
    a = state.tensor(1)
    b = state.tensor(1)
    left = _axes(state, a)
    right = list(left)
    at = state.random.randrange(len(right))
    right[at] = state.random.choice([f"({right[at]} r)", f"(r {right[at]})", f"{right[at]} r", f"r {right[at]}"])
    many = state.random.choice(["2", "3", state.size(b, 0)])
    if state.chance(0.15):
        return f'{state.new_name()} = repeat({a}, "... -> 4 ...")'
    return f'{state.new_name()} = repeat({a}, "{" ".join(left)} -> {" ".join(right)}", r={many})'


def pack(state: State) -> str:
    """Some tensors packed, and perhaps unpacked again."""
    a = state.float_tensor(1)
    rank = len(state.shape(a))
    alike = [n for n, v in state.tensors().items() if v.ndim == rank and v.shape[1:] == state.tensors()[a].shape[1:]]
    items = [a, *state.random.sample(alike, min(len(alike), state.random.randint(0, 2)))]
    left = " ".join(_LETTERS[: rank - 1])
    pattern = state.random.choice([f"* {left}".strip(), f"{left} *".strip(), "*", f"{_LETTERS[0]} *"])
    t, sizes = state.new_name(), f"ps{state.number()}"
    packed = f'{t}, {sizes} = einops.pack([{", ".join(items)}], "{pattern}")'
    if state.chance(0.5):
        return packed
    back = state.new_name()
    return f'{packed}\n{back}, *_ = einops.unpack({t}, {sizes}, "{pattern}")'
