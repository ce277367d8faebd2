"""Sheets to work by hand, drawn from a plan and a seed, each with its answer key."""
