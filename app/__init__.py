"""Deltaflow: backpropagation, step by step."""

import os

# Before numpy is imported: requests share the processors, and products of small matrices that are
# spread over threads spend their time waiting for one another.
for library in ("OPENBLAS", "MKL", "OMP"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
