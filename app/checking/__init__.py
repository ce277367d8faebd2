"""Is the gradient right? Referees that do not use it."""
