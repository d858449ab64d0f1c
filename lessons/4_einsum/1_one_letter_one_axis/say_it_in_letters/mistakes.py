"""What people say for the six lines, and what they were thinking.  Each holds the wrong entry only."""

import re

from shapecoach.lessons.judging import mistake


class Pattern(str):
    """A pattern that is equal to every other which differs from it in names and spaces only."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and renamed(self) == renamed(other)

    __hash__ = str.__hash__


def renamed(pattern: str) -> list[str]:
    """The pattern's names, commas and arrow; names are replaced by numbers, in the order in which they first come."""
    parts: list[str] = re.findall(r"\w+|\S", pattern)
    numbers = {name: str(number) for number, name in enumerate(dict.fromkeys(filter(str.isidentifier, parts)))}
    return [numbers.get(part, part) for part in parts]


@mistake("M03")
def nothing_is_turned() -> dict[str, str]:
    """`a`: the names stand on the right in the same order as on the left, so nothing changes. `x.T` has its axes the
    other way round: put them so on the right."""
    return {"a": Pattern("i j -> i j")}


@mistake("M70")
def one_name_for_both_axes() -> dict[str, str]:
    """`a`: two names for two axes. With the same name twice only the diagonal is taken, where row and column are
    equal."""
    return {"a": Pattern("i i -> i i")}


@mistake("M03")
def product_on_its_side() -> dict[str, str]:
    """`b`: rows of the first come first. `x @ y` has the rows of `x` and the columns of `y`, in this order; what you
    wrote is `(x @ y).T`."""
    return {"b": Pattern("i j, j k -> k i")}


@mistake("M02")
def shared_axis_left_there() -> dict[str, str]:
    """`b`: the axis in the middle stands to the right of the arrow, too, so nothing is added up. `@` does: leave it out
    there."""
    return {"b": Pattern("i j, j k -> i j k")}


@mistake("M70")
def shared_axis_under_two_names() -> dict[str, str]:
    """`b`: the columns of `x` and the rows of `y` are what meets in `@`. They are one axis and get one name."""
    return {"b": Pattern("i j, k l -> i l")}


@mistake("M03")
def z_named_as_if_turned() -> dict[str, str]:
    """`c`: you named the axes that `z.T` has. But `z` goes in as it is, and its second axis is the one that meets `x`.
    That is all it takes: the transpose is in the names."""
    return {"c": Pattern("i j, j k -> i k")}


@mistake("M03")
def z_product_on_its_side() -> dict[str, str]:
    """`c`: what meets is right, but the answer is on its side. `x @ z.T` has the rows of `x` first, then those of
    `z`."""
    return {"c": Pattern("i j, k j -> k i")}


@mistake("M03")
def both_named_as_if_turned() -> dict[str, str]:
    """`d`: you named the axes that `y.T` and `x.T` have. But `y` and `x` go in as they are: what meets is the first
    axis of `y` and the second of `x`."""
    return {"d": Pattern("k j, j i -> k i")}


@mistake("M03")
def turned_product_not_turned() -> dict[str, str]:
    """`d`: what meets is right, but the order on the right is that of `x @ y`. `y.T @ x.T` has the columns of `y`
    first, then the rows of `x`: it is `x @ y` on its side."""
    return {"d": Pattern("j k, i j -> i k")}


@mistake("M03")
def x_goes_in_first() -> dict[str, str]:
    """`d`: that is a pattern for `x` and then `y`. In the line `y` stands first, so it goes in first, and its names
    stand first."""
    return {"d": Pattern("i j, j k -> k i")}


@mistake("M03")
def u_meets_the_columns() -> dict[str, str]:
    """`e`: `u` meets the second axis of `x` in your pattern, as in `x @ u`. The transpose has made the first one stand
    next to `@`: that is what `u` meets, and the second is left."""
    return {"e": Pattern("i j, j -> i")}


@mistake("M02")
def the_shared_axis_is_left() -> dict[str, str]:
    """`e`: what meets is right, but it is what you left on the right, so the other axis was added up. `@` adds up what
    meets, and the other one stays."""
    return {"e": Pattern("i j, i -> i")}


@mistake("M03")
def k_named_as_if_turned() -> dict[str, str]:
    """`f`: you named the axes that `k` has after its transpose. But `k` goes in as it is: its last axis is the one that
    meets the last of `q`."""
    return {"f": Pattern("b i d, b d j -> b i j")}


@mistake("M03")
def keys_first() -> dict[str, str]:
    """`f`: what meets is right, but each table is on its side. The rows of `q` come first, then those of `k`."""
    return {"f": Pattern("b i d, b j d -> b j i")}


@mistake("M02")
def the_batch_is_added_up() -> dict[str, str]:
    """`f`: the first axis is missing to the right of the arrow, so it was added up. `@` keeps it: one product for each
    of its places."""
    return {"f": Pattern("b i d, b j d -> i j")}


@mistake("M70")
def the_batch_under_two_names() -> dict[str, str]:
    """`f`: the first axes of `q` and `k` go together, place by place: one name for both. With two names each part of
    `q` meets all parts of `k`."""
    return {"f": Pattern("b i d, c j d -> b i j")}
