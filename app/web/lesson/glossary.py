"""The symbols."""

from typing import Any

GLOSSARY: tuple[Any, ...] = ()
