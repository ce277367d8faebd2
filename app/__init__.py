"""Deltaflow: backpropagation, step by step. The package is `app` here, `deltaflow` in the wheel."""

import os

__version__ = "0.1.0"

# Set before numpy is imported: requests share the processors, and a BLAS that spreads products of
# small matrices over threads spends its time synchronizing them.
for library in ("OPENBLAS", "MKL", "OMP"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
