"""Answers to attention_scores that look right and are not."""

import torch
from einops import einsum
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M03")
def keys_by_queries(q: Tensor, k: Tensor) -> Tensor:
    """The numbers are right, but each table is on its side, keys by queries: `b h sk sq`. Softmax, the next step, would
    go along the wrong axis. Queries come first: `-> b h sq sk`."""
    return einsum(q, k, "b sq h d, b sk h d -> b h sk sq")


@mistake("M03")
def heads_stay_in_the_middle(q: Tensor, k: Tensor) -> Tensor:
    """The numbers are right, but the heads stand between queries and keys: `b sq h sk`. Each head is to have a whole
    table: `-> b h sq sk`."""
    return einsum(q, k, "b sq h d, b sk h d -> b sq h sk")


@mistake("M03")
def heads_last(q: Tensor, k: Tensor) -> Tensor:
    """The numbers are right, but the heads stand last: `b sq sk h`. Each head is to have a whole table, so its axis
    comes before those of the table: `-> b h sq sk`."""
    return einsum(q, k, "b sq h d, b sk h d -> b sq sk h")


@mistake("M02")
def heads_added_up(q: Tensor, k: Tensor) -> Tensor:
    """You added up the heads: `h` is missing to the right of `->`. Each head has a table of its own: `-> b h sq sk`."""
    return einsum(q, k, "b sq h d, b sk h d -> b sq sk")


@mistake("M02")
def not_added_up(q: Tensor, k: Tensor) -> Tensor:
    """You multiplied and didn't add up: your answer still has the axis `d`. Leave it out to the right of `->`, and the
    products of each query with each key become one number."""
    return einsum(q, k, "b sq h d, b sk h d -> b h sq sk d")


@mistake("M70")
def one_name_for_queries_and_keys(q: Tensor, k: Tensor) -> Tensor:
    """You gave queries and keys the same name, so they are one axis: each query would meet the key at its own position
    only. In self-attention it would even run. They are two axes: `sq` and `sk`."""
    return einsum(q, k, "b s h d, b s h d -> b h s")


@mistake("M70")
def one_name_twice_on_the_right(q: Tensor, k: Tensor) -> Tensor:
    """You gave queries and keys the same name, so they are one axis, and one axis can't stand twice on the right. A
    table has two: call them `sq` and `sk`."""
    return einsum(q, k, "b s h d, b s h d -> b h s s")


@mistake("M70")
def heads_under_two_names(q: Tensor, k: Tensor) -> Tensor:
    """The heads have one name in `q` and another in `k`, so each head's queries meet the keys of all heads, added up. A
    head meets itself only: the same name, `h`, in both groups."""
    return einsum(q, k, "b sq h d, b sk g d -> b h sq sk")


@mistake("M70")
def texts_under_two_names(q: Tensor, k: Tensor) -> Tensor:
    """The batch has one name in `q` and another in `k`, so queries meet the keys of all texts, added up: one text reads
    the others. The same name, `b`, in both groups."""
    return einsum(q, k, "b sq h d, c sk h d -> b h sq sk")


@mistake("M60")
def heads_with_heads(q: Tensor, k: Tensor) -> Tensor:
    """`@` multiplies along the last two axes. Here these are `h d`, so at each position heads would meet heads, and it
    runs only where sq and sk are equal. Queries are to meet keys: say so with `einsum`, by name."""
    return q @ k.transpose(2, 3)


@mistake("M62")
def scaled_already(q: Tensor, k: Tensor) -> Tensor:
    """You divided by the root of d. Attention does that, but as a step of its own, later: here the bare scores are
    asked for."""
    return einsum(q, k, "b sq h d, b sk h d -> b h sq sk") / q.shape[-1] ** 0.5


@mistake("M08")
def query_by_query(q: Tensor, k: Tensor) -> Tensor:
    return torch.stack([einsum(one, k, "b h d, b sk h d -> b h sk") for one in q.unbind(1)], dim=2)


@mistake("M09")
def as_a_matrix_product(q: Tensor, k: Tensor) -> Tensor:
    return q.transpose(1, 2) @ k.permute(0, 2, 3, 1)
