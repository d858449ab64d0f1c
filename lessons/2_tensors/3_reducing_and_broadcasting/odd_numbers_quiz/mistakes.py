"""What people say about the twelve lines, and what they were thinking.  Each holds the wrong entry only."""

from shapecoach.lessons.judging import mistake

Truths = dict[str, bool]


@mistake("M65")
def nan_is_itself() -> Truths:
    """`a`: nan is equal to nothing, not even to itself, so it is False. It follows that `x == nan` never finds a nan;
    ask `x.isnan()`."""
    return {"a": True}


@mistake("M65")
def infinity_beats_everything() -> Truths:
    """`b`: inf is larger than every *number*, and nan isn't one. Every comparison with nan is False, `>`, `<` and `==`
    alike."""
    return {"b": True}


@mistake("M65")
def infinities_cancel() -> Truths:
    """`c`: how much larger one infinity is than another is anybody's guess, so the answer is "not a number". This is
    where most nans in real code come from, along with 0 * inf and 0 / 0."""
    return {"c": False}


@mistake("M65")
def max_skips_nan() -> Truths:
    """`d`: reductions don't skip nan, they become nan, and nan == 3 is False. One bad number in a batch spoils the
    mean, the max and the loss."""
    return {"d": True}


@mistake("M65")
def dividing_by_zero_fails() -> Truths:
    """`e`: Python's own 1 / 0 is an error, but a tensor just becomes inf (and 0 / 0 becomes nan). Nothing stops; you
    notice it much later."""
    return {"e": False}


@mistake("M65")
def roots_of_negatives_fail() -> Truths:
    """`f`: no error is raised: the root of a negative number becomes nan, in silence. So does the logarithm of one."""
    return {"f": False}


@mistake("M13")
def tenths_are_exact() -> Truths:
    """`g`: in binary, 0.1 has no end, as 1/3 has none in decimals, so each of the three is rounded, and the sum comes
    out as 0.30000000000000004. Compare floats with `torch.isclose`, never with `==`."""
    return {"g": True}


@mistake("M13")
def floats_can_count() -> Truths:
    """`h`: 2**24 + 1 needs 25 binary digits and a float32 has 24, so the 1 is rounded away: it is True. A float32 that
    counts one by one gets stuck at 16777216."""
    return {"h": False}


@mistake("M13")
def dividing_ints_gives_ints() -> Truths:
    """`i`: `/` between integer tensors is true division and gives float32, even where it comes out even. `//` gives
    integers. (A float can't be an index, so this matters.)"""
    return {"i": False}


@mistake("M13")
def floor_goes_towards_zero() -> Truths:
    """`j`: `//` rounds down, towards minus infinity, not towards zero: -3.5 becomes -4. So it is True."""
    return {"j": False}


@mistake("M13")
def small_integers_grow() -> Truths:
    """`k`: a uint8 ends at 255 and starts again at 0, so 300 becomes 44. No error. Pictures come as uint8: turn them
    into floats before you compute."""
    return {"k": True}


@mistake("M62")
def minus_one_is_added_both_times() -> Truths:
    """`l`: Python's sum takes -1 as the number to begin with: 9. The tensor's takes it as `dim=-1`: 10. Same name, same
    argument, something else."""
    return {"l": True}
