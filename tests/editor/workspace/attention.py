import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def scores(
    x: Float[Tensor, "batch seq d_model"],
    W_Q: Float[Tensor, "n_heads d_model d_head"],
    W_K: Float[Tensor, "n_heads d_model d_head"],
) -> Float[Tensor, "batch n_heads seq seq"]:
    q = torch.einsum("bsm,nmh->bnsh", x, W_Q)
    k = torch.einsum("bsm,nmh->bnsh", x, W_K)
    k_t = rearrange(k, "b n s h -> b n h s")
    return q @ k_t


def centred(x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
    mean = x.mean(dim=-1, keepdim=True)
    return x - mean
