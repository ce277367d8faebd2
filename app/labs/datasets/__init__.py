"""Data sets to learn from: a table of seeded generators.

To add one, write its function in ``classes.py`` or ``regression.py`` and put a `DataSet` in
`table.DATASETS`; the generated tests pick it up.
"""
