"""The open connections of one process: bounds on what they hold together, and their deadlines.

Counted here are bytes that have arrived as heads, and bytes of answers that are written and not yet
sent. The arrays of a large answer of which pieces are still to be written are counted by
`app.web.streams`.
"""

import asyncio
import heapq
import math
from collections import Counter
from enum import IntEnum, auto
from typing import Protocol

from .settings import MEGABYTE, Settings

#: Files that a process has open besides its connections, at most.
OTHER_FILES = 48
#: Bytes of heads that are unfinished, or whose body has not arrived, over all connections.
HEADS_BYTES = 16 * MEGABYTE
#: How often the clock looks, in seconds; more often where a deadline is shorter.
LONGEST_INTERVAL = 1.0


class State(IntEnum):
    """What a connection waits for: the first byte, the next request, the rest of a head, the rest
    of a body, the answer to a request; or the rest of a request that is answered, then it ends.
    """

    NEW = auto()
    IDLE = auto()
    HEAD = auto()
    BODY = auto()
    ANSWER = auto()
    LEFTOVER = auto()


#: The states in which a connection may be ended for a new one, by rank: a lower rank first. In any
#: other state it is never ended for that.
DISPENSABLE = {State.NEW: 0, State.IDLE: 0, State.LEFTOVER: 1, State.HEAD: 1, State.BODY: 2}
#: From this rank on a connection is ended only if its address has more connections than the
#: address of the new one.
UNFINISHED = 2


class Connection(Protocol):
    """What `Connections` reads and writes of a connection. Times are seconds of the loop's clock.

    :param address: of the client, empty where it has none.
    :param since: when it entered its state.
    :param deadline: when it must have left its state.
    :param head_bytes: bytes of its heads that count for `HEADS_BYTES`.
    :param written: bytes of answers that were written to the transport.
    :param taken: how many of these the client had taken when the clock last looked.
    :param taken_at: when the clock last found that the client had taken some.
    """

    transport: asyncio.Transport
    address: str
    state: State
    since: float
    deadline: float
    head_bytes: int
    written: int
    taken: int
    taken_at: float


def files_at_most() -> float:
    """How many files this process may have open."""
    try:
        import resource
    except ImportError:  # not a POSIX system
        return math.inf
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return math.inf if limit == resource.RLIM_INFINITY else limit


def capacity(settings: Settings) -> int:
    """How many connections this process holds open."""
    return int(max(1, min(settings.connections, files_at_most() - OTHER_FILES)))


def untaken(connection: Connection) -> int:
    """Bytes of answers that are written for a client and not yet sent."""
    return connection.transport.get_write_buffer_size()


class Connections:
    """The open connections of one process, each in a `State` with a deadline.

    Their number is bounded, and so are the bytes of unfinished heads and of answers that are not
    taken. At a bound one connection is ended: the one that matters least, of the address that has
    most of them, so that no address keeps the others out.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.capacity = capacity(settings)
        self.seconds = {
            State.NEW: settings.head_seconds,
            State.IDLE: settings.keep_alive,
            State.HEAD: settings.head_seconds,
            # A late body is a 408 of the application; what it does not read ends here.
            State.BODY: settings.body_seconds + LONGEST_INTERVAL,
            State.ANSWER: math.inf,
            State.LEFTOVER: settings.body_seconds,
        }
        shortest = min(settings.reader_seconds, *self.seconds.values())
        self.interval = min(LONGEST_INTERVAL, shortest / 4)
        self.open: set[Connection] = set()
        self.addresses: Counter[str] = Counter()
        self.readers: set[Connection] = set()
        self.heads_bytes = 0
        self.clock: asyncio.TimerHandle | None = None

    def admit(self, connection: Connection) -> bool:
        """Whether there is room for a new connection; then it belongs to the open ones."""
        if len(self.open) >= self.capacity:
            self.make_room(connection.address)
        if len(self.open) >= self.capacity:
            return False
        self.open.add(connection)
        self.addresses[connection.address] += 1
        if self.clock is None:
            self.start_clock()
        return True

    def remove(self, connection: Connection) -> None:
        """Forgets a connection that has ended; one that is not open is ignored."""
        if connection not in self.open:
            return
        self.open.discard(connection)
        self.readers.discard(connection)
        self.heads_bytes -= connection.head_bytes
        connection.head_bytes = 0
        self.addresses[connection.address] -= 1
        if not self.addresses[connection.address]:
            del self.addresses[connection.address]

    def end(self, connection: Connection) -> None:
        """Ends a connection at once, whatever is held for it."""
        self.remove(connection)
        connection.transport.abort()

    def make_room(self, address: str) -> None:
        """Ends a few connections that do no work, for a new one from ``address``."""

        def is_dispensable(connection: Connection) -> bool:
            rank = DISPENSABLE.get(connection.state)
            if rank is None:
                return False
            has_more = self.addresses[connection.address] > self.addresses[address]
            return rank < UNFINISHED or has_more

        def importance(connection: Connection) -> tuple[int, int, float]:
            rank = DISPENSABLE[connection.state]
            return -self.addresses[connection.address], rank, connection.since

        # Several at once: each look at all of them makes room for more than one.
        several = 1 + self.capacity // 64
        for each in heapq.nsmallest(several, filter(is_dispensable, self.open), importance):
            self.end(each)

    def count_head(self, connection: Connection, size: int) -> None:
        """Counts bytes of a head that is not answered; over the bound the largest one ends."""
        connection.head_bytes += size
        self.heads_bytes += size
        if self.heads_bytes > HEADS_BYTES:
            waiting = (each for each in self.open if each.state is not State.ANSWER)
            self.end(max(waiting, key=lambda each: each.head_bytes, default=connection))

    def forget_head(self, connection: Connection) -> None:
        self.heads_bytes -= connection.head_bytes
        connection.head_bytes = 0

    def untaken_bytes(self) -> int:
        """The same of all clients that are slower than the server."""
        return sum(map(untaken, self.readers))

    def bound_answers(self) -> None:
        """Ends the connections for which most is held until the rest is within the bound."""
        held = self.untaken_bytes()
        while held > self.settings.untaken_bytes and self.readers:
            slowest = max(self.readers, key=lambda each: (untaken(each), -each.taken_at))
            held -= untaken(slowest)
            self.end(slowest)

    def start_clock(self) -> None:
        loop = asyncio.get_running_loop()
        self.clock = loop.call_later(self.interval, self.look)

    def look(self) -> None:
        """Ends every connection whose time is over."""
        now = asyncio.get_running_loop().time()
        for connection in list(self.open):
            if held := untaken(connection):
                self.look_at_reader(connection, held, now)
            else:
                connection.taken, connection.taken_at = connection.written, now
                if now > connection.deadline:
                    self.end(connection)
        self.bound_answers()
        self.clock = None
        if self.open:
            self.start_clock()

    def look_at_reader(self, connection: Connection, held: int, now: float) -> None:
        """Ends a connection whose client has long taken nothing of what is held for it."""
        taken = connection.written - held
        if taken > connection.taken:
            connection.taken, connection.taken_at = taken, now
        elif now - connection.taken_at > self.settings.reader_seconds:
            self.end(connection)
