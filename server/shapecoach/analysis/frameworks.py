"""The names by which programs speak of the frameworks' classes: of tensors, of element types, of generators."""

from __future__ import annotations

from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Framework

TENSOR_CLASSES: dict[str, Framework] = {
    **dict.fromkeys(
        ("torch.Tensor", "torch.nn.Parameter", "torch.nn.parameter.Parameter", "torch.FloatTensor", "torch.LongTensor"),
        Framework.TORCH,
    ),
    **dict.fromkeys(("numpy.ndarray", "numpy.typing.NDArray"), Framework.NUMPY),
    **dict.fromkeys(("jax.Array", "jax.numpy.ndarray", "jaxtyping.Array"), Framework.JAX),
}

_INTS = "int8 int16 int32 int64 uint8 uint16 uint32 uint64"
_FLOATS = "float16 float32 float64"
TYPES: dict[str, DType] = {
    **{f"numpy.{name}": DType(name) for name in f"{_INTS} {_FLOATS} complex64 complex128".split()},
    **dict.fromkeys(("builtins.int", "numpy.int_", "numpy.intp", "numpy.long"), DType("int64")),
    **dict.fromkeys(("builtins.float", "numpy.float_", "numpy.double"), DType("float64")),
    **dict.fromkeys(("builtins.bool", "numpy.bool_", "numpy.bool"), DType("bool")),
    **dict.fromkeys(("builtins.complex", "numpy.complex_"), DType("complex128")),
    "numpy.single": DType("float32"),
    "numpy.half": DType("float16"),
    "numpy.floating": DType("float"),
    "numpy.integer": DType("integer"),
}
"""The names by which NumPy's functions are told an element type."""

GENERATORS = {"numpy.random.Generator": "numpy.random.Generator", "numpy.random.RandomState": "numpy.random"}
"""The classes of random generators, and where the methods of each are found."""
