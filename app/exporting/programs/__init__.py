"""Programs that compute a walkthrough's numbers anew: numpy, PyTorch, JAX, a notebook."""
