"""The textbook in numpy: forward pass, backward pass, optimizers.

Knows no step, no schema, no HTTP.
"""
