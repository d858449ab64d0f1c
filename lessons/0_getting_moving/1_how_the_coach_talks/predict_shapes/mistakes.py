"""What people say about the ten lines, and what they were thinking.  Each holds the wrong entry only."""

from shapecoach.lessons.judging import mistake

Shapes = dict[str, tuple[int, ...]]


@mistake("M02")
def the_axis_named_is_the_one_left() -> Shapes:
    """`a`: you kept the axis that was summed away. `dim=1` names the axis that disappears, the one of size 4; what is
    left is (3,), one sum for each row."""
    return {"a": (4,)}


@mistake("M15")
def sum_leaves_a_one() -> Shapes:
    """`a`: the summed axis is gone, not left behind with size 1. Only `keepdim=True` leaves a 1. It is (3,)."""
    return {"a": (3, 1)}


@mistake("M15")
def keepdim_overlooked() -> Shapes:
    """`b`: `keepdim=True` leaves the summed axis in place with size 1, so that the result still lines up with the
    table it came from. It is (3, 1)."""
    return {"b": (3,)}


@mistake("M15")
def keepdim_at_the_other_end() -> Shapes:
    """`b`: axis 1, the second one, is summed, so it is the second one that becomes 1: (3, 1). In (1, 3) the rows would
    have turned into columns."""
    return {"b": (1, 3)}


@mistake("M15")
def a_number_is_a_list_of_one() -> Shapes:
    """`c`: the sum of everything is one number without any axis, shape (). A list of one number, (1,), is something
    else: it has an axis that could be indexed."""
    return {"c": (1,)}


@mistake("M15")
def an_index_keeps_the_axis() -> Shapes:
    """`d`: an index picks one row and its axis goes away: (4,). Only a slice such as [0:1] keeps the axis."""
    return {"d": (1, 4)}


@mistake("M02")
def an_index_takes_a_column() -> Shapes:
    """`d`: the first index goes with the first axis, the rows. One row of the table has 4 numbers: (4,)."""
    return {"d": (3,)}


@mistake("M15")
def a_slice_drops_the_axis() -> Shapes:
    """`e`: a slice keeps its axis, even if only one row is in it: (1, 4). An index, [0], would drop it."""
    return {"e": (4,)}


@mistake("M01")
def stretching_needs_equal_ranks() -> Shapes:
    """`f`: the 4 numbers are lined up with the last axis and used again for each of the 3 rows, so nothing about the
    table's shape changes: (3, 4)."""
    return {"f": (4,)}


@mistake("M01")
def only_one_side_is_stretched() -> Shapes:
    """`g`: both sides are stretched. Lined up from the right, the 1 meets the 4 and becomes 4, and the missing axis
    becomes 3: (3, 4)."""
    return {"g": (3, 1)}


@mistake("M01")
def a_column_is_like_a_row() -> Shapes:
    """`h`: this is the most expensive mistake of this course. A row of 4 against a column of 4 doesn't pair the numbers
    up: lined up from the right, 4 meets 1 and nothing meets 4, so both are stretched and it is (4, 4), every number
    with every other. A forgotten or extra keepdim does just this, and no error is raised."""
    return {"h": (4,)}


@mistake("M01")
def a_row_becomes_a_column() -> Shapes:
    """`h`: the row is stretched downwards, and the column sideways as well: the 1 in (4, 1) meets the row's 4. So it is
    (4, 4), every number with every other, and no error is raised."""
    return {"h": (4, 1)}


@mistake("M02")
def the_middle_stays() -> Shapes:
    """`i`: the axis in the middle, of size 3, is what `@` multiplies along and adds up, so it is gone afterwards. The
    rows of the first and the columns of the second are left: (2, 5)."""
    return {"i": (2, 3, 5)}


@mistake("M03")
def columns_before_rows() -> Shapes:
    """`i`: the rows of the first come first, then the columns of the second: (2, 5)."""
    return {"i": (5, 2)}


@mistake("M60")
def which_four_is_left() -> Shapes:
    """`j`: three sizes are 4 here, so it is easy to lose track of which one is left. Try it with different ones:
    (r, m) @ (m,) is (r,). The axis in the middle goes away and one axis is left: (4,)."""
    return {"j": (4, 4)}


@mistake("M60")
def a_vector_is_a_column() -> Shapes:
    """`j`: a tensor with one axis is neither a row nor a column. (r, m) @ (m,) is (r,): the middle goes away, and no
    axis of size 1 appears. It is (4,)."""
    return {"j": (4, 1)}
