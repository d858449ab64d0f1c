"""Functions on NumPy arrays with one mistake each: the line it is on says the rule that finds it."""

import numpy as np
from einops import einsum, rearrange
from jaxtyping import Bool, Float, Float32, Int
from torch import Tensor


def bias_on_the_wrong_axis(x: Float[np.ndarray, "n d"], w: Float[np.ndarray, "d h"], b: Float[np.ndarray, "n"]):
    return x @ w + b  # assumed-equal


def forgotten_transpose(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "m d"]) -> Float[np.ndarray, "n m"]:
    return x @ y  # assumed-equal


def lost_keepdims(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    return x / x.sum(axis=1)  # assumed-equal


def literal_sizes(x: Float[np.ndarray, "n 784"]):
    w = np.zeros((512, 10))
    return x @ w  # shape-mismatch


def no_such_axis(x: Float[np.ndarray, "n d"]):
    return np.mean(x, axis=2)  # shape-mismatch


def no_such_axis_of_a_method(x: Float[np.ndarray, "n"]):
    return x.argmax(axis=1)  # shape-mismatch


def too_many_indices(x: Float[np.ndarray, "n d"]):
    return x[:, 0, 0]  # shape-mismatch


def ranks_that_do_not_join(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "d"]):
    return np.concatenate([x, y])  # shape-mismatch


def one_shorter(x: Float[np.ndarray, "n d"]):
    return x[1:] - x  # shape-mismatch


def one_shorter_in_a_function(x: Float[np.ndarray, "n d"]):
    return np.subtract(np.diff(x, axis=0), x)  # shape-mismatch


def every_pair(pred: Float[np.ndarray, "n 1"], target: Float[np.ndarray, "n"]):
    return ((pred - target) ** 2).mean()  # growing-broadcast


def wrong_return(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n"]:
    return x.mean(axis=0)  # return-shape


def wrong_rank(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n"]:
    return x.sum(axis=1, keepdims=True)  # return-shape


def unpacked(x: Float[np.ndarray, "n d"]):
    b, n, d = x.shape  # shape-mismatch
    return b + n + d


def scrambled(x: Float[np.ndarray, "b s {h}*{e}"], h: int, e: int) -> Float[np.ndarray, "b {h} s {e}"]:
    b, s, _ = x.shape
    return x.reshape(b, h, s, e)  # scrambled-reshape


def reshaped_for_good(x: Float[np.ndarray, "n 12"]):
    return x.reshape(-1, 5, 5)[0] + x[0].reshape(5, 5)  # shape-mismatch


def pattern_of_another_rank(x: Float[np.ndarray, "b s d"]):
    return rearrange(x, "b s -> s b")  # einops-pattern


def letters_crossed(x: Float[np.ndarray, "batch seq d"]):
    return rearrange(x, "seq batch d -> batch seq d")  # crossed-names


def einsum_of_another_rank(x: Float[np.ndarray, "b s d"], w: Float[np.ndarray, "d h"]):
    return np.einsum("sd,dh->sh", x, w)  # einops-pattern


def a_letter_alone(x: Float[np.ndarray, "b s m"], w: Float[np.ndarray, "m k"]) -> Float[np.ndarray, "b s k"]:
    return np.einsum("bsm,nk->bsk", x, w)  # lone-axis


def a_name_alone(x: Float[np.ndarray, "b s m"], w: Float[np.ndarray, "m k"]) -> Float[np.ndarray, "b s k"]:
    return einsum(x, w, "b s m, n k -> b s k")  # lone-axis


def operands_swapped(q: Float[np.ndarray, "b s d"], k: Float[np.ndarray, "b s d"]) -> Float[np.ndarray, "b s s"]:
    return einsum(k, q, "b seq_q d, b seq_k d -> b seq_q seq_k")  # swapped-operands


def merged_otherwise(x: Float[np.ndarray, "s h d"]) -> Float[np.ndarray, "s h d"]:
    merged = rearrange(x, "s h d -> s (h d)")
    return rearrange(merged, "s (d h) -> s h d", h=x.shape[1])  # merge-order


def grown_in_place(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "b n d"]):
    x += y  # shape-mismatch
    return x


def stored_too_long(x: Float[np.ndarray, "n d"]):
    x[0] = np.zeros(x.shape[1] + 1)  # shape-mismatch
    return x


def mask_of_another_array(x: Float[np.ndarray, "n d"], mask: Bool[np.ndarray, "m"]):
    return x[mask]  # assumed-equal


def index_of_floats(x: Float[np.ndarray, "n d"], index: Float[np.ndarray, "k"]):
    return x[index]  # dtype-mismatch


def not_of_floats(x: Float[np.ndarray, "n"]):
    return ~x  # dtype-mismatch


def declared_float32(x: Float32[np.ndarray, "n"]) -> Float32[np.ndarray, "n"]:
    return x + np.zeros(len(x))  # dtype-mismatch


def declared_int(x: Int[np.ndarray, "n"]) -> Int[np.ndarray, "n"]:
    return x / 2  # dtype-mismatch


def called(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n"]:
    return x[:, 0]


def calls_with_another_rank(x: Float[np.ndarray, "b n d"]):
    return called(x)  # argument-shape


def square_wanted(x: Float[np.ndarray, "n d"]):
    return np.linalg.inv(x)  # assumed-equal


def wrong_side(a: Float[np.ndarray, "n n"], b: Float[np.ndarray, "m"]):
    return np.linalg.solve(a, b)  # assumed-equal


def stacked(x: Float[np.ndarray, "n d"]):
    return np.stack([x, x.T])  # assumed-equal


def three_against_four(x: Float[np.ndarray, "n 3"]):
    return np.where(x > 0, x, np.zeros((len(x), 4)))  # shape-mismatch


def declared_locally(x: Float[np.ndarray, "n d"]):
    y: Float[np.ndarray, "n d"] = x.sum(axis=1)  # shape-mismatch
    return y


def after_numpy(x: Float[Tensor, "n d"], w: Float[np.ndarray, "h d"]):
    return x.numpy() @ w  # assumed-equal


def uneven(x: Float[np.ndarray, "n 7"]):
    return np.split(x, 2, axis=1)  # shape-mismatch


def not_a_shape(x: Float[np.ndarray, "n, d"]):  # annotation-syntax
    return x
