"""A position of a pass as a drawing reads it: its numbers and symbols in the chosen letters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

from ....explain.notation import Address
from ....explain.step_latex import StepWriter
from ....explain.topology import Topology
from ....explain.tree import unique_addresses
from ...source import NetworkPass, Source
from ..numbers import DIGITS
from ..numbers import latex_of as number_latex
from .states import Frame, UnitState, frame_of, has, states_of

#: A fraction in a line of a drawing: ∂C/∂z.
FRACTION = re.compile(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}")


@dataclass(frozen=True)
class View:
    source: Source
    passed: NetworkPass
    frame: Frame

    @classmethod
    def of(cls, source: Source, passed: NetworkPass, position: int | None) -> "View":
        return cls(source, passed, frame_of(passed.steps, position))

    @property
    def topology(self) -> Topology:
        return self.passed.topology

    @property
    def writer(self) -> StepWriter:
        return self.passed.writers[self.source.look.letters]

    @property
    def in_figure_letters(self) -> bool:
        return self.source.look.letters == "figure"

    @cached_property
    def states(self) -> list[list[UnitState]]:
        return states_of(self.frame, self.topology)

    @cached_property
    def formula_addresses(self) -> frozenset[str]:
        """The numbers that the step's formula names."""
        step = self.frame.step
        return frozenset(unique_addresses(self.writer.tree(step)) if step else ())

    def value(self, address: str) -> float | None:
        """As these letters have it; None where there is no such number."""
        try:
            value = self.writer.read(address)
        except (ValueError, IndexError):
            return None
        return value + 0.0 if isfinite(value) else None

    def shown(self, address: str) -> float | None:
        """The number at an address, once it is known."""
        return self.value(address) if self.frame.knows(address) else None

    def symbol(self, address: str) -> str:
        """In one line."""
        phase = self.frame.step.phase if self.frame.step else None
        return inline(self.writer.notation.symbol(address, phase))

    def equation(self, address: str, value: float, digits: int = DIGITS) -> str:
        return f"{self.symbol(address)}={number_latex(value, digits)}"

    def ball(self, layer: int, unit: int) -> str:
        """What the ball at a neuron shows: δ of the figures, ∂C/∂z in the derivation."""
        figures = self.in_figure_letters and not self.topology.fused(layer)
        return f"{'error' if figures else 'delta'}{layer}.{unit}"

    def is_apart(self, layer: int, unit: int) -> bool:
        """Whether the step leaves the neuron alone."""
        return self.frame.step is not None and (layer, unit) not in self.units_of_step

    @cached_property
    def units_of_step(self) -> frozenset[tuple[int, int]]:
        step, topology = self.frame.step, self.topology
        found: set[tuple[int, int]] = set()
        for text in (*step.reads, *step.writes) if step else ():
            at = Address.parse(text)
            if at.layer < 1:
                if at.array == "t" and at.indices:
                    found.add((topology.depth, at.indices[0]))
                continue
            units = at.indices[:1] or range(topology.layer(at.layer).units)
            found.update((at.layer, unit) for unit in units)
            if at.array == "w" and step is not None and step.phase != "backward":
                found.update(self.sources_of(at))
        return frozenset(found)

    def sources_of(self, weight: Address) -> Sequence[tuple[int, int]]:
        layer = weight.layer - 1
        if layer < 1:
            return []
        sources = weight.indices[1:] or range(self.topology.layer(layer).units)
        return [(layer, source) for source in sources]

    def is_read(self, address: str) -> bool:
        return self.frame.step is not None and has(frozenset(self.frame.step.reads), address)


def inline(latex: str) -> str:
    return FRACTION.sub(r"\1/\2", latex)
