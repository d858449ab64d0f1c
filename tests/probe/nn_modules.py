"""Every module of `torch.nn` as questions: built and called symbolically, and compared with the eager result.

The samples are PyTorch's own (`module_db`), and for the classes that it leaves out those of PICKED.

`python -m tests.probe.nn_modules FIRST STEP` prints the cases of every STEP-th module from FIRST on, as JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import warnings
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any

import torch
from torch import nn
from torch.testing._internal.common_modules import module_db

from .op_db import Built, Case, InexpressibleError, compared, copies

CALL = "torch.nn.Module.__call__"
SAMPLES = 16
"""The most samples that are taken of one module."""

LEFT_OUT = {
    "Module": "the base of all others",
    "Container": "the base of all others, once",
    "RNNBase": "a base of others",
    "RNNCellBase": "a base of others",
    "DataParallel": "spreads its work over devices",
    "ModuleDict": "isn't called",
    "ModuleList": "isn't called",
    "ParameterDict": "isn't called",
    "ParameterList": "isn't called",
}
"""The classes of which no call can be asked, and why."""


@dataclass(frozen=True)
class Sample:
    """One module, as it is built and called."""

    built: Built
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


def _made(name: str, *args: Any, **kwargs: Any) -> Built:
    return Built(getattr(nn, name), args, kwargs)


def _ints(high: int, *sizes: int) -> torch.Tensor:
    return torch.randint(high, sizes)


def _picked() -> Iterator[tuple[Built, tuple[Any, ...]]]:
    """Calls of the modules that PyTorch has no samples of."""
    x, line, image = torch.rand(5, 7), torch.rand(2, 6, 11), torch.rand(2, 8, 9, 10)
    volume = torch.rand(2, 3, 8, 9, 10)
    for name in ("AlphaDropout", "Dropout", "FeatureAlphaDropout", "Hardsigmoid", "Identity", "RReLU", "Dropout1d"):
        yield _made(name), (line,)
    yield _made("Dropout2d", 0.2), (image,)
    yield _made("Dropout3d", 0.2), (volume,)
    yield _made("AdaptiveLogSoftmaxWithLoss", 16, 20, [5, 10]), (torch.rand(7, 16), _ints(20, 7))
    yield _made("ChannelShuffle", 2), (image,)
    yield _made("CosineSimilarity", dim=1), (line, line)
    yield _made("CosineSimilarity", dim=-1), (x, x)
    yield _made("CrossMapLRN2d", 3), (image,)
    yield _made("EmbeddingBag", 20, 13), (_ints(20, 5, 7),)
    yield _made("EmbeddingBag", 20, 13, mode="sum"), (_ints(20, 12), torch.tensor([0, 4, 9]))
    yield _made("Flatten"), (image,)
    yield _made("Flatten", 2, 3), (image,)
    yield _made("Fold", (4, 5), (2, 2)), (torch.rand(3, 12, 12),)
    yield _made("Fold", output_size=(8, 8), kernel_size=2, stride=2), (torch.rand(3, 12, 16),)
    yield _made("Unfold", 3), (image,)
    yield _made("Unfold", (2, 3), padding=1, stride=2), (image,)
    for dims, data in ((1, line), (2, image), (3, volume)):
        yield _made(f"LazyBatchNorm{dims}d"), (data,)
        yield _made(f"LazyInstanceNorm{dims}d"), (data,)
        shrunk = torch.rand(data.shape[0], data.shape[1], *(4,) * dims)
        yield _made(f"MaxUnpool{dims}d", 2), (shrunk, torch.zeros(shrunk.shape, dtype=torch.int64))
        yield _made(f"MaxUnpool{dims}d", 3, stride=2), (shrunk, torch.zeros(shrunk.shape, dtype=torch.int64))
    yield _made("FractionalMaxPool2d", 3, output_size=(5, 7)), (image,)
    yield _made("FractionalMaxPool2d", 2, output_ratio=0.5), (image,)
    yield _made("FractionalMaxPool3d", 2, output_size=(4, 5, 3)), (volume,)
    yield _made("LazyLinear", 13), (x,)
    yield _made("NLLLoss2d"), (torch.rand(2, 4, 5, 6), _ints(4, 2, 5, 6))
    yield _made("PairwiseDistance"), (x, x)
    yield _made("PairwiseDistance", keepdim=True), (x, x)
    yield _made("PixelShuffle", 2), (image,)
    yield _made("PixelUnshuffle", 3), (torch.rand(2, 4, 6, 9),)
    yield _made("Sequential", _made("Linear", 7, 13), _made("ReLU"), _made("Linear", 13, 11)), (x,)
    yield _made("SyncBatchNorm", 8), (image,)
    yield _made("TripletMarginLoss"), (x, x, x)
    yield _made("TripletMarginLoss", reduction="none"), (x, x, x)
    yield _made("TripletMarginWithDistanceLoss", reduction="none"), (x, x, x)
    yield _made("Unflatten", 1, (2, 4)), (image,)
    yield _made("Unflatten", -1, (5, 2)), (image,)
    yield _made("Upsample", scale_factor=2), (image,)
    yield _made("Upsample", size=(20, 30), mode="bilinear"), (image,)
    yield _made("UpsamplingBilinear2d", scale_factor=3), (image,)
    yield _made("UpsamplingNearest2d", size=(18, 21)), (image,)
    source, target = torch.rand(6, 3, 16), torch.rand(5, 3, 16)
    layer = _made("TransformerDecoderLayer", 16, 4, 32)
    yield _made("TransformerDecoder", layer, 2), (target, source)
    yield _made("TransformerEncoder", _made("TransformerEncoderLayer", 16, 4, 32), 2), (source,)
    yield _made("Transformer", 16, 4, 1, 1, 32), (source, target)
    yield _made("MultiheadAttention", 16, 4), (target, source, source)
    yield _made("MultiheadAttention", 16, 4, batch_first=True, kdim=10, vdim=12), (
        torch.rand(3, 5, 16), torch.rand(3, 7, 10), torch.rand(3, 7, 12),
    )  # fmt: skip
    yield _made("LSTM", 10, 20, 2, bidirectional=True, batch_first=True), (torch.rand(3, 5, 10),)
    yield _made("LSTM", 10, 20, proj_size=7), (torch.rand(5, 3, 10), (torch.rand(1, 3, 7), torch.rand(1, 3, 20)))
    yield _made("GRU", 10, 20, 2), (torch.rand(5, 3, 10), torch.rand(2, 3, 20))
    yield _made("RNN", 10, 20, bidirectional=True), (torch.rand(5, 10),)


def classes() -> list[str]:
    """The names of all modules that torch.nn has."""
    return [name for name in dir(nn) if isinstance(cls := getattr(nn, name), type) and issubclass(cls, nn.Module)]


def samples(name: str) -> list[Sample]:
    """What there is to ask of one module."""
    torch.manual_seed(0)
    found: list[Sample] = []
    for info in module_db:
        if info.module_cls is getattr(nn, name):
            dtype = next(
                (each for each in (torch.get_default_dtype(), torch.float32) if each in info.dtypes), info.dtypes[0]
            )
            for sample in info.module_inputs_func(info, device="cpu", dtype=dtype, requires_grad=False, training=False):
                if sample.forward_input is not None:
                    made, given = sample.constructor_input, sample.forward_input
                    found.append(Sample(Built(info.module_cls, made.args, made.kwargs), given.args, given.kwargs))
    return found[:SAMPLES] + [Sample(built, args, {}) for built, args in _picked() if built.cls is getattr(nn, name)]


def examine_module(name: str) -> list[Case]:
    """The cases of one module."""
    if name in LEFT_OUT:
        return [Case(name, "not asked", LEFT_OUT[name])]
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        return [_examine(name, sample) for sample in samples(name)] or [Case(name, "unknown", "there is no sample")]


def _examine(name: str, sample: Sample) -> Case:
    try:
        eager = sample.built.module()(*copies(sample.args), **copies(sample.kwargs))
    except Exception as error:  # a sample that PyTorch itself refuses says nothing
        return Case(name, "not asked", f"does not run: {error}")
    try:
        return compared(name, CALL, (sample.built, *sample.args), sample.kwargs, eager)
    except InexpressibleError as reason:
        return Case(name, "not asked", str(reason))


if __name__ == "__main__":
    first, step = (int(number) for number in sys.argv[1:])
    print(json.dumps([astuple(case) for name in classes()[first::step] for case in examine_module(name)]))
