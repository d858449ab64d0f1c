"""Dims, axes, shapes, symbolic tensors, and the reading of jaxtyping strings."""
