"""Formulas as data, of which the tables of losses, optimizers and operations are made."""

from typing import TypeAlias

#: A leaf, which is a name or a number, or (operator, *operands). Each table says what its names
#: and operators are; the first operand of the operators "call" and "old" is a name that is no leaf.
Expression: TypeAlias = str | float | tuple[str, *tuple["Expression", ...]]
