"""A walkthrough to read: LaTeX, Markdown, TikZ, and tables of its numbers."""
