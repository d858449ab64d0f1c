"""What people say about the thirteen lines, and what they were thinking.  Each holds the wrong entry only."""

from shapecoach.lessons.judging import mistake

Shared = dict[str, bool]


@mistake("M11")
def an_index_copies() -> Shared:
    """`a`: a row is "begin at 4, four numbers, step 1" in x's storage, so no copy is needed. An index with a single
    number gives a view, and `x[1] += 1` changes `x`."""
    return {"a": False}


@mistake("M11")
def a_slice_copies() -> Shared:
    """`b`: Python's lists are copied by a slice, tensors aren't. Columns 1 and 2 are "begin at 1, steps 4 and 1": a
    view."""
    return {"b": False}


@mistake("M11")
def a_list_of_places_is_a_slice() -> Shared:
    """`c`: a list of places may be in any order, which no step can describe, so torch copies without looking whether
    these happen to be regular. `x[0::2]` has the same numbers and is a view."""
    return {"c": True}


@mistake("M11")
def a_mask_is_a_slice() -> Shared:
    """`d`: what a mask picks lies anywhere, so it is copied out. (Written on the left, `x[x > 5] = 0` does change `x`:
    that is an assignment, and nothing is picked out.)"""
    return {"d": True}


@mistake("M11")
def transposing_moves_numbers() -> Shared:
    """`e`: nothing moves. `.T` exchanges the two steps, from 4 and 1 to 1 and 4, and looks at the same storage."""
    return {"e": False}


@mistake("M11")
def reshape_always_copies() -> Shared:
    """`f`: reshape copies only if it has to. `x` lies in one piece, row after row, so another way to cut it needs no
    copy: a view."""
    return {"f": False}


@mistake("M11")
def reshape_never_copies() -> Shared:
    """`g`: x.T, read row by row, goes 0, 4, 8, 1, 5: no single step does that. So reshape has to copy, in silence.
    `view` would raise an error instead."""
    return {"g": True}


@mistake("M11")
def a_clone_is_another_name() -> Shared:
    """`h`: that is what `clone` is for: the same numbers in memory of their own."""
    return {"h": True}


@mistake("M11")
def expand_makes_copies() -> Shared:
    """`i`: `expand` adds an axis with step 0: each place along it is the same memory. It shows 24 numbers and keeps
    12."""
    return {"i": False}


@mistake("M11")
def repeat_is_expand() -> Shared:
    """`j`: `repeat` really writes the numbers down twice. The shape is that of `i`, the memory isn't: where you'll only
    read, `expand` is free."""
    return {"j": True}


@mistake("M11")
def an_assignment_copies() -> Shared:
    """`k`: `y = x` copies nothing, it is a second name for the same tensor, and `+=` writes into its memory. `x` has
    changed, too. This is how a function spoils its caller's tensor."""
    return {"k": False}


@mistake("M11")
def plus_writes_into_memory() -> Shared:
    """`l`: `y + 1` makes a new tensor, and `=` then lets the name y mean that one. `x` is left alone. Compare `k`: one
    sign more."""
    return {"l": True}


@mistake("M11")
def a_conversion_always_copies() -> Shared:
    """`m`: `x` holds float32 already, so there is nothing to convert, and `float()` hands back x itself. `to` does the
    same with a device or dtype that is already right."""
    return {"m": False}
