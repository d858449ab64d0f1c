"""Answers to batched_linear that look right and are not."""

from einops import einsum, rearrange
from torch import Tensor
from torch.nn import functional

from shapecoach.lessons.judging import mistake


@mistake("M03")
def weights_the_wrong_way_round(x: Tensor, w: Tensor) -> Tensor:
    """You named the axes of `w` as `d_in d_out`. They come the other way round: each row of `w` belongs to one output
    and has d_in weights. Where the two sizes are equal your line would run and use the wrong weights. Write `d_out
    d_in`."""
    return einsum(x, w, "... d_in, d_in d_out -> ... d_out")


@mistake("M03")
def outputs_in_front(x: Tensor, w: Tensor) -> Tensor:
    """The numbers are right, but you put `d_out` in front. The axes in front of `x` stay in front, and `d_out` takes
    the place of `d_in`, at the end: `-> ... d_out`."""
    return rearrange(einsum(x, w, "... d_in, d_out d_in -> ... d_out"), "... d_out -> d_out ...")


@mistake("M06")
def for_a_batch_of_texts_only(x: Tensor, w: Tensor) -> Tensor:
    """You named two axes in front, one by one, so your pattern takes those only. It fails for a single vector and for a
    plain batch. `...` stands for as many axes as there are, on the left and on the right."""
    return einsum(x, w, "b s d_in, d_out d_in -> b s d_out")


@mistake("M06")
def for_a_plain_batch_only(x: Tensor, w: Tensor) -> Tensor:
    """You named one axis in front, so your pattern takes a plain batch only. It fails for a single vector and for a
    batch of texts. `...` stands for as many axes as there are, on the left and on the right."""
    return einsum(x, w, "b d_in, d_out d_in -> b d_out")


@mistake("M06")
def for_one_vector_only(x: Tensor, w: Tensor) -> Tensor:
    """Your pattern is right for one vector alone and fails as soon as there are several. `...` stands for the axes in
    front, as many as there are, on the left and on the right."""
    return einsum(x, w, "d_in, d_out d_in -> d_out")


@mistake("M62")
def all_vectors_in_one_row(x: Tensor, w: Tensor) -> Tensor:
    """The numbers are right, but you glued all the axes in front into one. They are to come out as they went in: only
    the last axis changes. With `...` on both sides of the pattern nothing has to be glued."""
    return einsum(x.reshape(-1, x.shape[-1]), w, "n d_in, d_out d_in -> n d_out")


@mistake("M02")
def the_batch_is_added_up(x: Tensor, w: Tensor) -> Tensor:
    """All vectors were added up: the axes in front are missing in your answer. What rides along has to stand on the
    right as well: `-> ... d_out`."""
    return einsum(x.reshape(-1, x.shape[-1]), w, "n d_in, d_out d_in -> d_out")


@mistake("M02")
def the_outputs_are_added_up(x: Tensor, w: Tensor) -> Tensor:
    """You added up the outputs, too: `d_out` is missing to the right of `->`. Each output is a number of its own: `->
    ... d_out`."""
    return einsum(x, w, "... d_in, d_out d_in -> ...")


@mistake("M70")
def the_shared_axis_under_two_names(x: Tensor, w: Tensor) -> Tensor:
    """The axis of d_in has two names in your pattern, so the vectors and the rows of `w` are added up each by itself,
    and only then multiplied. It is one axis: the same name in both groups."""
    return einsum(x, w, "... d, d_out e -> ... d_out")


@mistake("M09")
def ready_made(x: Tensor, w: Tensor) -> Tensor:
    return functional.linear(x, w)


@mistake("M09")
def as_a_matrix_product(x: Tensor, w: Tensor) -> Tensor:
    return x @ w.T
