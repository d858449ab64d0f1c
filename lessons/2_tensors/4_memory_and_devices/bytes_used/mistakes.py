"""Answers to bytes_used that look right and are not."""

import sys

from torch import Tensor, UntypedStorage

from shapecoach.lessons.judging import mistake


@mistake("M11")
def as_if_it_were_a_copy(x: Tensor) -> int:
    """You multiplied the elements that you see by their size (`nbytes` does the same). That is what a copy would take.
    A view keeps the storage that it looks at: more for a slice, less for an expanded tensor. Ask
    `x.untyped_storage()`."""
    return x.numel() * x.element_size()


@mistake("M11")
def rows_seen_often_counted_often(x: Tensor) -> int:
    """You took the larger of what is seen and what is stored. An expanded tensor looks at the same memory many times
    over: its storage is smaller than what you see in it, and that is all that is kept."""
    return max(x.numel() * x.element_size(), x.untyped_storage().nbytes())


@mistake("M13")
def four_bytes_each(x: Tensor) -> int:
    """You took four bytes for each element that you see. Only float32 and int32 are so large, and a view sees more or
    less than its storage holds. Ask `x.untyped_storage()`."""
    return x.numel() * 4


@mistake("M13")
def four_bytes_for_each_in_storage(x: Tensor) -> int:
    """You counted what is in the storage, at four bytes each. Only float32 and int32 are so large: a float64 or int64
    takes 8 bytes, a float16 takes 2, a bool 1. The storage knows its size in bytes."""
    return x.untyped_storage().nbytes() // x.element_size() * 4


@mistake("M62")
def elements_in_storage(x: Tensor) -> int:
    """You counted the numbers in the storage, not their bytes. One number takes `x.element_size()` bytes, and
    `nbytes()` of the storage has it all."""
    return x.untyped_storage().nbytes() // x.element_size()


@mistake("M62")
def elements_seen(x: Tensor) -> int:
    """You counted the elements that you see, not bytes. What is kept is the storage, seen or not, and it knows its size
    in bytes."""
    return x.numel()


@mistake("M62")
def the_storage_itself(x: Tensor) -> UntypedStorage:
    """You returned the storage itself, all of its bytes. Ask it how many they are: storages have a method for that,
    `nbytes()`."""
    return x.untyped_storage()


@mistake("M62")
def what_python_says(x: Tensor) -> int:
    """`sys.getsizeof` measures the small Python object, which is about as large for every tensor. The numbers lie
    outside of it, in the storage."""
    return sys.getsizeof(x)


@mistake("M07")
def the_first_example(x: Tensor) -> int:
    return 192
