"""Explaining a pass: its steps, the formula of each step, and how the formulas are written.

Everything here depends on the topology of the network only, never on a number of a pass.
"""
