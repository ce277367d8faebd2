"""``python -m app serve`` from a checkout, ``python -m deltaflow serve`` where it is installed."""

from .cli import main

main()
