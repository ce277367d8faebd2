"""A class that works at once: what it needs, simulated and real. ``make scale``, ``make soak``."""
