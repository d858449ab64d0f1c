from einops import einsum, rearrange
from jaxtyping import Float
from torch import Tensor, nn


class Attention(nn.Module):
    def __init__(self, d_model: int, n_heads: int):
        super().__init__()
        self.n_heads = n_heads
        self.to_qkv = nn.Linear(d_model, 3 * d_model)
        self.to_out = nn.Linear(d_model, d_model)

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        q, k, v = self.to_qkv(x).chunk(3, dim=-1)
        q = rearrange(q, "b s (h e) -> b h s e", h=self.n_heads)
        k = rearrange(k, "b s (h e) -> b h s e", h=self.n_heads)
        v = rearrange(v, "b s (h e) -> b h s e", h=self.n_heads)
        scores = einsum(q, k, "b h q e, b h k e -> b h q k")
        z = einsum(scores.softmax(dim=-1), v, "b h q k, b h k e -> b h q e")
        return self.to_out(rearrange(z, "b h s e -> b s (h e)"))


def similarity(
    image: Float[Tensor, "batch channel height width"],
    weight: Float[Tensor, "channel feature"],
    text: Float[Tensor, "batch feature"],
) -> Float[Tensor, "batch"]:
    pixels = image.flatten(2).transpose(1, 2)
    features = pixels @ weight
    pooled = features.mean(dim=1)
    normed = pooled - pooled.mean(dim=-1, keepdim=True)
    return (normed * text).sum(dim=-1)
