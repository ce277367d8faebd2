"""Entries of the tables that a request names, with values for their hyperparameters."""

from collections.abc import Mapping

from ...engine.network.optimizers import OPTIMIZERS
from ...engine.network.schedules import SCHEDULES, Schedule
from ...engine.network.training import Optimization
from ...engine.parameters import with_defaults
from ...errors import Location, Problem
from ..trace.build import hyperparameter_problems
from ..trace.schema import Entry, InitializerRequest, OptimizerRequest
from .schema import ScheduleRequest


def entry_problems(
    place: Location,
    table: Mapping[str, Entry],
    chosen: OptimizerRequest | InitializerRequest | ScheduleRequest,
) -> list[Problem]:
    entry = table[chosen.name]
    return hyperparameter_problems(place, entry.hyperparameters, chosen.hyperparameters)


def optimization_of(asked: OptimizerRequest) -> Optimization:
    optimizer = OPTIMIZERS[asked.name]
    return Optimization(optimizer, with_defaults(optimizer.hyperparameters, asked.hyperparameters))


def schedule_of(asked: ScheduleRequest) -> tuple[Schedule, dict[str, float]]:
    schedule = SCHEDULES[asked.name]
    return schedule, with_defaults(schedule.hyperparameters, asked.hyperparameters)
