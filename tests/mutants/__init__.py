"""Mutation testing: small faults are put into the code that computes, one at a time, and the tests
must notice each. `make mutants`; docs/proof.md has the figures.
"""
