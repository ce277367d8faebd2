"""The lesson's exercises: drawn from a seed, solved by the engine, never by a stored answer.

To add a kind, write its ``draw`` and its ``solve`` in the file of its family, put it in that file's
``KINDS`` and place it in `app.labs.exercises.table.SECTIONS`; its sentences are
``exercise.<kind>.prompt``, ``.right``, ``.why`` and one for each of its reasons.
"""
