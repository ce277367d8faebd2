"""Checks of the gradient by methods independent of backpropagation."""
