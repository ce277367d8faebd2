"""The lesson: the figures, questions and symbols of its sections. The prose is in
``templates/lesson``, the exercises are in `app.labs.exercises`.
"""
