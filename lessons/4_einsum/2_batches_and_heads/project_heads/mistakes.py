"""Answers to project_heads that look right and are not."""

import torch
from einops import einsum
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M26")
def heads_before_positions(x: Tensor, w: Tensor) -> Tensor:
    """The numbers are right, but your heads stand before the positions: `b h s d_head`. The order of the names on the
    right is the order of the answer's axes: `-> b s h d_head`."""
    return einsum(x, w, "b s d_model, h d_model d_head -> b h s d_head")


@mistake("M26")
def heads_innermost(x: Tensor, w: Tensor) -> Tensor:
    """The numbers are right, but your heads stand last: `b s d_head h`. The order of the names on the right is the
    order of the answer's axes: `-> b s h d_head`."""
    return einsum(x, w, "b s d_model, h d_model d_head -> b s d_head h")


@mistake("M26")
def heads_glued(x: Tensor, w: Tensor) -> Tensor:
    """The numbers are right, but you glued the heads together: your answer is `b s (h d_head)`. Each head is to keep an
    axis of its own: `b s h d_head`."""
    return einsum(x, w, "b s d_model, h d_model d_head -> b s h d_head").flatten(2)


@mistake("M12")
def weights_cut_anew(x: Tensor, w: Tensor) -> Tensor:
    """You made one wide matrix of the weights with `reshape`. It keeps the numbers in their order, head after head, so
    the rows of your matrix mix rows of one head. The heads' axis would have to move behind `d_model` first. With
    `einsum` nothing has to be made into a matrix."""
    heads, d_model, d_head = w.shape
    return (x @ w.reshape(d_model, heads * d_head)).reshape(*x.shape[:2], heads, d_head)


@mistake("M02")
def heads_added_up(x: Tensor, w: Tensor) -> Tensor:
    """You added up the heads: `h` is missing to the right of `->`. Each head gives numbers of its own: `-> b s h
    d_head`."""
    return einsum(x, w, "b s d_model, h d_model d_head -> b s d_head")


@mistake("M60")
def as_wide_as_the_model(x: Tensor, w: Tensor) -> Tensor:
    """You took it for granted that all heads together are as wide as the model, `h * d_head = d_model`. Often they are,
    and here they aren't: the size of a head is the last axis of `w`. Name it in the pattern, and there is nothing to
    work out."""
    heads = w.shape[0]
    return einsum(x, w, "b s d_model, h d_model d_head -> b s h d_head").reshape(
        *x.shape[:2], heads, x.shape[2] // heads
    )


@mistake("M60")
def as_many_heads_as_positions(x: Tensor, w: Tensor) -> Tensor:
    return einsum(x, w, "b s d_model, h d_model d_head -> b s h d_head").reshape(*x.shape[:2], x.shape[1], x.shape[2])


@mistake("M03")
def weights_the_wrong_way_round(x: Tensor, w: Tensor) -> Tensor:
    """You named the axes of `w` as `h d_head d_model`. They come in another order: first the head, then what it reads,
    then what it makes of it. Write `h d_model d_head`."""
    return einsum(x, w, "b s d_model, h d_head d_model -> b s h d_head")


@mistake("M70")
def the_shared_axis_under_two_names(x: Tensor, w: Tensor) -> Tensor:
    """The axis of d_model has two names in your pattern, so `x` and the weights are added up each by itself, and only
    then multiplied. It is one axis: the same name in both groups."""
    return einsum(x, w, "b s d, h e d_head -> b s h d_head")


@mistake("M08")
def head_by_head(x: Tensor, w: Tensor) -> Tensor:
    return torch.stack([einsum(x, weights, "b s d, d e -> b s e") for weights in w], dim=2)


@mistake("M09")
def as_a_matrix_product(x: Tensor, w: Tensor) -> Tensor:
    return (x[:, None] @ w).transpose(1, 2)
