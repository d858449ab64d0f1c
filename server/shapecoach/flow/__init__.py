"""Where the tensors of a function come from: operations, the steps to one tensor, the flow through a function."""
