"""Asking NumPy what comes of its arrays.

NumPy has no meta device.  What only looks at an array in another way (a reshape, a transpose, a slice) is asked of
arrays that have sizes but no memory, as large as PyTorch's; everything else is really computed, at small sizes.
"""
