"""Shape Coach: live tensor shapes, the mistakes they reveal, and lessons that teach them."""

__version__ = "0.1.0"
