"""Whether a process of the server is being stopped."""

from dataclasses import dataclass


@dataclass
class Lifecycle:
    """:param stopping: requests under way are finished, new ones are refused."""

    stopping: bool = False
