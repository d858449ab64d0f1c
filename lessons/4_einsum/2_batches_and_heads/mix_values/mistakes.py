"""Answers to mix_values that look right and are not."""

import torch
from einops import einsum, rearrange
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M26")
def heads_before_positions(pattern: Tensor, v: Tensor) -> Tensor:
    """The numbers are right, but the heads stand before the positions: `b h sq d`. In the answer they stand behind: `->
    b sq h d`."""
    return einsum(pattern, v, "b h sq sk, b sk h d -> b h sq d")


@mistake("M26")
def heads_glued(pattern: Tensor, v: Tensor) -> Tensor:
    """The numbers are right, but you glued the heads together already: `b sq (h d)`. Here each head is to keep an axis
    of its own, `b sq h d`."""
    return einsum(pattern, v, "b h sq sk, b sk h d -> b sq h d").flatten(2)


@mistake("M26")
def heads_innermost(pattern: Tensor, v: Tensor) -> Tensor:
    """The numbers are right, but the heads stand last: `b sq d h`. The order of the names on the right is the order of
    the answer's axes: `-> b sq h d`."""
    return einsum(pattern, v, "b h sq sk, b sk h d -> b sq d h")


@mistake("M03")
def pattern_on_its_side(pattern: Tensor, v: Tensor) -> Tensor:
    """You named the pattern's last two axes the wrong way round, so it is the queries that meet the values' positions.
    The pattern comes as `b h sq sk`: a row for each query, and in it a share for each key."""
    return einsum(pattern, v, "b h sk sq, b sk h d -> b sq h d")


@mistake("M03")
def heads_of_v_taken_for_positions(pattern: Tensor, v: Tensor) -> Tensor:
    """You named the axes of `v` as `b h sk d`. They come in another order, positions before heads: `b sk h d`. Where h
    and sk are equal your line would run and mix the wrong values."""
    return einsum(pattern, v, "b h sq sk, b h sk d -> b sq h d")


@mistake("M02")
def heads_added_up(pattern: Tensor, v: Tensor) -> Tensor:
    """You added up the heads: `h` is missing to the right of `->`. Each head has its own answer: `-> b sq h d`."""
    return einsum(pattern, v, "b h sq sk, b sk h d -> b sq d")


@mistake("M02")
def added_up_over_the_queries(pattern: Tensor, v: Tensor) -> Tensor:
    """You kept the keys and added up the queries. Each query is to get a mixture of its own, so `sq` stays and `sk`
    goes: `-> b sq h d`."""
    return einsum(pattern, v, "b h sq sk, b sk h d -> b sk h d")


@mistake("M70")
def keys_under_two_names(pattern: Tensor, v: Tensor) -> Tensor:
    """The keys have one name in `pattern` and another in `v`, so the shares and the values are added up each by itself,
    and no share meets its value. They are one axis: the same name in both groups, `sk`."""
    return einsum(pattern, v, "b h sq sk, b j h d -> b sq h d")


@mistake("M70")
def heads_under_two_names(pattern: Tensor, v: Tensor) -> Tensor:
    """The heads have one name in `pattern` and another in `v`, so every head's pattern, added up, mixes every head's
    values. A head mixes its own: the same name in both groups, `h`."""
    return einsum(pattern, v, "b g sq sk, b sk h d -> b sq h d")


@mistake("M60")
def values_as_they_are(pattern: Tensor, v: Tensor) -> Tensor:
    """`@` takes the last axis of `pattern` together with the last but one of `v`: here `sk` meets `h`. It runs only
    where sizes happen to be equal. Say by name what meets: `sk` with `sk`."""
    return pattern @ v


@mistake("M62")
def softmax_once_more(pattern: Tensor, v: Tensor) -> Tensor:
    """You put a softmax over the pattern. That has been done: a pattern is what comes out of the softmax. Here it is
    only used."""
    return einsum(pattern.softmax(dim=-1), v, "b h sq sk, b sk h d -> b sq h d")


@mistake("M26")
def cut_instead_of_turned(pattern: Tensor, v: Tensor) -> Tensor:
    """The numbers are right until the last step: there you gave `b h sq d` the shape of `b sq h d` with `reshape`,
    which only cuts the same row of numbers anew. Heads and positions have to change places: write `-> b sq h d`."""
    mixed = einsum(pattern, v, "b h sq sk, b sk h d -> b h sq d")
    return mixed.reshape(v.shape[0], pattern.shape[2], v.shape[2], v.shape[3])


@mistake("M08")
def query_by_query(pattern: Tensor, v: Tensor) -> Tensor:
    return torch.stack([einsum(row, v, "b h sk, b sk h d -> b h d") for row in pattern.unbind(2)], dim=1)


@mistake("M09")
def as_a_matrix_product(pattern: Tensor, v: Tensor) -> Tensor:
    return rearrange(pattern @ rearrange(v, "b sk h d -> b h sk d"), "b h sq d -> b sq h d")
