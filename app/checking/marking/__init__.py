"""Marking: which of a reader's own numbers is wrong, by which mistake, and what only follows."""
