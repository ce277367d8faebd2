"""What every neuron, ball and connection does at a position of the player, without its numbers."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from ....explain.steps import Step
from ....explain.topology import Topology


@dataclass(frozen=True, slots=True)
class Frame:
    """A position: the step that has just been made, if any, and what is known by then.

    ``overview``: every number of the walkthrough is shown.
    """

    position: int
    step: Step | None
    known: Set[str]
    overview: bool = False

    def knows(self, address: str) -> bool:
        """Also as a part of a whole array."""
        return has(self.known, address)

    def writes(self, address: str) -> bool:
        return self.step is not None and has(frozenset(self.step.writes), address)


def has(addresses: Set[str], address: str) -> bool:
    head, dot, _ = address.rpartition(".")
    return address in addresses or (bool(dot) and has(addresses, head))


def frame_of(steps: Sequence[Step], position: int | None) -> Frame:
    """``position``: as in a request; None: the whole walkthrough."""
    last = len(steps) if position is None else position
    known = frozenset(address for step in steps[:last] for address in step.writes)
    step = steps[last - 1] if last and position is not None else None
    return Frame(last, step, known, position is None)


@dataclass(frozen=True, slots=True)
class UnitState:
    """
    :param state: idle, active or done.
    :param ball: absent, active or known.
    :param incoming: idle, signal or update: what its incoming connections do.
    :param collecting: its error comes in over its outgoing connections.
    :param comparing: it is an output that is compared with its target.
    :param looping: its update changes a weight or the bias.
    """

    state: str
    ball: str
    incoming: str
    collecting: bool
    comparing: bool
    looping: bool


def states_of(frame: Frame, topology: Topology) -> list[list[UnitState]]:
    """By layer and neuron."""
    return [
        [unit_state(frame, layer, unit) for unit in range(topology.layer(layer).units)]
        for layer in range(1, topology.depth + 1)
    ]


def unit_state(frame: Frame, layer: int, unit: int) -> UnitState:
    at = f"{layer}.{unit}"
    phase = frame.step.phase if frame.step else None
    updating = frame.writes(f"dw{at}.0")
    updated = frame.knows(f"dw{at}.0") and not frame.overview
    erring = phase in ("loss", "backward") and (
        frame.writes(f"error{at}") or frame.writes(f"delta{at}")
    )
    known = frame.knows(f"error{at}") and (not updated or updating)
    active = frame.writes(f"z{at}") or frame.writes(f"a{at}")
    return UnitState(
        state="active" if active else "done" if frame.knows(f"a{at}") else "idle",
        ball="active" if erring else "known" if known else "absent",
        incoming="signal" if frame.writes(f"z{at}") else "update" if updating else "idle",
        collecting=phase == "backward" and frame.writes(f"error{at}"),
        comparing=phase == "loss" and frame.writes(f"error{at}"),
        looping=updating and (frame.writes(f"new_w{at}.0") or frame.writes(f"new_b{at}")),
    )


def connection_state(
    states: Sequence[Sequence[UnitState]], layer: int, unit: int, source: int | None
) -> str:
    """Of the connection into a neuron, ``source`` None: from its bias. weight: in use backwards."""
    own = states[layer - 1][unit].incoming
    if own != "idle":
        return own
    collecting = layer > 1 and source is not None and states[layer - 2][source].collecting
    return "weight" if collecting else "idle"
