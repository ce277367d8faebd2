"""The steps of a pass, the formula of each step, and how formulas are written.

Steps and formulas depend on the topology of the network only; `values` puts in the numbers.
"""
