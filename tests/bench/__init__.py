"""Measurements, run by hand: ``make bench``."""

# Before numpy is imported: one BLAS thread, as in the server.
import app  # noqa: F401
