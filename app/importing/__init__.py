"""Models of other programs as networks: one module per kind of file."""
