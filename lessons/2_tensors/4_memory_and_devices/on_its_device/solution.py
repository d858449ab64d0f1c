"""What a function makes by itself, it makes where its input is: `device=x.device`.
Position numbers and masks in a transformer are made just so.

The dtype goes along, or a ramp of float32 would lift half precision to float32.
There is no `x.cpu()` or `.cuda()` here: where things run is the caller's decision.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def add_ramp(x: Float[Tensor, "b n"]) -> Float[Tensor, "b n"]:
    ramp = torch.arange(x.shape[1], device=x.device, dtype=x.dtype)
    return x + ramp
