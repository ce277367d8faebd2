"""How a result shows itself: the same blocks as text, as HTML in a notebook, and as LaTeX."""
