"""The lesson's exercises: drawn from a seed and solved by the engine; no answer is stored.

To add a kind, write its ``draw`` and its ``solve`` in the file of its family, put it in that file's
``KINDS`` and place it in `app.labs.exercises.table.SECTIONS`; its sentences are
``exercise.<kind>.prompt``, ``.right``, ``.why`` and one for each of its reasons.
"""
