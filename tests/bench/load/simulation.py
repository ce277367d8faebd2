"""Students who arrive at the start of a lesson and then act, think and act again, before a server
of several processes: how long do they wait? Everything is drawn from a seed.

A process has one core and serves its requests in turns of `TURN` seconds, as Python's threads take
theirs: a small request does not wait until a long one is done. A student's connection stays with
the process that took it, as that of a browser does.
"""

import heapq
import random
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

#: Python's own switch interval, in seconds.
TURN = 0.005


@dataclass(frozen=True)
class Action:
    """What a student asks for, by its kind, after so many seconds of thought."""

    think: float
    kind: str


@dataclass(frozen=True)
class Student:
    arrival: float
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Habits:
    """How a class behaves. Times in seconds; ``mix`` gives each kind of action its weight."""

    first: str
    mix: Mapping[str, float]
    within: float
    think: float
    lasts: float


def class_of(students: int, habits: Habits, seed: int) -> list[Student]:
    """Arrivals spread evenly over ``within``; exponential thought; none begins after ``lasts``."""
    rng = random.Random(seed)
    kinds, weights = list(habits.mix), list(habits.mix.values())
    found = []
    for _ in range(students):
        arrival = rng.uniform(0, habits.within)
        actions, at = [Action(0.0, habits.first)], arrival
        while (at := at + (think := rng.expovariate(1 / habits.think))) < habits.lasts:
            actions.append(Action(think, rng.choices(kinds, weights)[0]))
        found.append(Student(arrival, tuple(actions)))
    return found


@dataclass
class Job:
    student: int
    place: int
    asked: float
    left: float


@dataclass
class Process:
    queue: deque[Job] = field(default_factory=deque)
    is_busy: bool = False


@dataclass(frozen=True)
class Answer:
    """A request's kind, when it was asked, and how long the answer took, in seconds."""

    kind: str
    asked: float
    seconds: float


def simulate(
    students: Sequence[Student], seconds: Mapping[str, float], processes: int, seed: int
) -> list[Answer]:
    """All answers, in the order in which they come.

    :param seconds: of a processor that one request of each kind takes.
    """
    rng = random.Random(seed)
    servers = [Process() for _ in range(processes)]
    server_of = [rng.choice(servers) for _ in students]
    order = count()
    # (time, tie-break, the process whose turn ends or None, job)
    events: list[tuple[float, int, Process | None, Job]] = []
    answers = []

    def ask(student: int, place: int, at: float) -> None:
        work = seconds[students[student].actions[place].kind]
        heapq.heappush(events, (at, next(order), None, Job(student, place, at, work)))

    def give_turn(server: Process, now: float) -> None:
        server.is_busy = bool(server.queue)
        if server.is_busy:
            job = server.queue.popleft()
            turn = min(job.left, TURN)
            job.left -= turn
            heapq.heappush(events, (now + turn, next(order), server, job))

    for number, student in enumerate(students):
        ask(number, 0, student.arrival)
    while events:
        now, _, server, job = heapq.heappop(events)
        if server is None:
            server = server_of[job.student]
            server.queue.append(job)
            if not server.is_busy:
                give_turn(server, now)
            continue
        if job.left > 0:
            server.queue.append(job)
        else:
            actions = students[job.student].actions
            answers.append(Answer(actions[job.place].kind, job.asked, now - job.asked))
            if job.place + 1 < len(actions):
                ask(job.student, job.place + 1, now + actions[job.place + 1].think)
        give_turn(server, now)
    return answers


def percentile(values: Sequence[float], part: float) -> float:
    """Of values in any order; NaN where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else float("nan")
