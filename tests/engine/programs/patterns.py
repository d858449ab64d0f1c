"""Random einsums and einops patterns that mostly fit the tensors they are for."""

from __future__ import annotations

from .state import State

_LETTERS = "abcdefgh"


def einsum(state: State) -> str:
    """An einsum over one or two tensors: axes of equal size mostly share a letter."""
    names = [state.float_tensor(1) for _ in range(state.random.choice([1, 2, 2, 2]))]
    letters: dict[int, str] = {}
    terms: list[str] = []
    used: list[str] = []
    for name in names:
        term: list[str] = []
        for size in state.shape(name):
            letter = letters.get(size)
            if letter is None or (letter in term and state.random.random() < 0.9):
                letter = _LETTERS[len(used) % len(_LETTERS)]
                used.append(letter)
                letters.setdefault(size, letter)
            term.append(letter)
        terms.append("".join(term))
    present = sorted(set("".join(terms)))
    output = "".join(state.random.sample(present, state.random.randint(0, min(4, len(present)))))
    new = state.new_name()
    if state.random.random() < 0.5:
        return f'{new} = torch.einsum("{",".join(terms)}->{output}", {", ".join(names)})'
    pattern = f"{', '.join(' '.join(term) for term in terms)} -> {' '.join(output)}"
    return f'{new} = einops.einsum({", ".join(names)}, "{pattern}")'


def rearrange(state: State) -> str:
    """A permutation, perhaps with two axes merged, an axis of one added, or a run of axes left to `...`."""
    a = state.tensor(1)
    left = list(_LETTERS[: len(state.shape(a))])
    right = list(left)
    state.random.shuffle(right)
    if len(right) > 1 and state.random.random() < 0.5:
        at = state.random.randrange(len(right) - 1)
        right[at : at + 2] = [f"({right[at]} {right[at + 1]})"]
    if state.random.random() < 0.2:
        right.insert(state.random.randrange(len(right) + 1), "1")
    if state.random.random() < 0.15 and len(left) > 1:
        return f'{state.new_name()} = rearrange({a}, "{left[0]} ... -> ... {left[0]}")'
    if state.random.random() < 0.1:
        right[-1] = "z"
    return f'{state.new_name(like=a)} = rearrange({a}, "{" ".join(left)} -> {" ".join(right)}")'


def reduce(state: State) -> str:
    a = state.float_tensor(1)
    left = list(_LETTERS[: len(state.shape(a))])
    right = state.random.sample(left, state.random.randint(0, len(left)))
    how = state.random.choice(["sum", "mean", "max", "min"])
    return f'{state.new_name()} = reduce({a}, "{" ".join(left)} -> {" ".join(right)}", "{how}")'


def repeat(state: State) -> str:
    """A new axis, or an axis made longer, by a constant or by the size of something else."""
    a = state.tensor(1)
    b = state.tensor(1)
    left = list(_LETTERS[: len(state.shape(a))])
    right = list(left)
    at = state.random.randrange(len(right))
    right[at] = state.random.choice([f"({right[at]} r)", f"(r {right[at]})", f"{right[at]} r", f"r {right[at]}"])
    many = state.random.choice(["2", "3", state.size(b, 0)])
    return f'{state.new_name()} = repeat({a}, "{" ".join(left)} -> {" ".join(right)}", r={many})'
