"""The lesson: which figures, questions and symbols its seven sections hold. The prose stands in
``templates/lesson``, the exercises in `app.labs.exercises`.
"""
