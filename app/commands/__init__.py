"""The command ``deltaflow``: one module for each group of its commands (``app.cli`` lists them)."""
