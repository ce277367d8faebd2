"""The textbook in numpy: forward pass, backward pass, optimizers.

Numbers only: steps, schemas and HTTP belong to the packages above.
"""
