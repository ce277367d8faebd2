"""Metrics in the form of Prometheus.

Every process counts into files of a folder; the first process reads them all and serves their
sums, so that it does not matter which process answered.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from .logs import Exchange

#: Upper bounds of the histograms' buckets, in seconds: of requests, and of the event loop's lag.
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
LAGS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
#: What is measured twice a second.
HELD = {
    "requests_under_way": "Requests that are not yet answered.",
    "queue": "Computations that run or wait for a thread.",
    "queue_seconds": "The same in estimated seconds of work.",
    "untaken_bytes": "Arrays of large answers that are being sent.",
}
PROCESS_FILE = re.compile(r"gauge_live\w*_(\d+)\.db")


class Metrics:
    """What one process counts."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.requests = Counter(
            "deltaflow_requests", "Requests.", ["endpoint", "status"], registry=registry
        )
        self.refused = Counter(
            "deltaflow_refused",
            "Requests that were answered with a problem, by the key of its sentence.",
            ["status", "reason"],
            registry=registry,
        )
        self.seconds = Histogram(
            "deltaflow_request_seconds",
            "From the head of a request to the end of its answer.",
            ["endpoint"],
            buckets=SECONDS,
            registry=registry,
        )
        self.received = Counter(
            "deltaflow_received_bytes", "Bodies of requests.", ["endpoint"], registry=registry
        )
        self.sent = Counter(
            "deltaflow_sent_bytes", "Bodies of answers.", ["endpoint"], registry=registry
        )
        self.build = Gauge(
            "deltaflow_build_info",
            "1; which release it is, and the version of what it answers with.",
            ["release", "version"],
            multiprocess_mode="livemax",
            registry=registry,
        )
        self.held = {
            name: Gauge(f"deltaflow_{name}", text, multiprocess_mode="livesum", registry=registry)
            for name, text in HELD.items()
        }
        self.lag = Histogram(
            "deltaflow_event_loop_lag_seconds",
            "How late the event loop of a process wakes up.",
            buckets=LAGS,
            registry=registry,
        )

    def count(self, exchange: Exchange, endpoint: str, received: int) -> None:
        """:param endpoint: the address of a route, never that of the request: it becomes a label.
        :param received: bytes of the request's body.
        """
        self.requests.labels(endpoint, str(exchange.status)).inc()
        self.seconds.labels(endpoint).observe(exchange.seconds)
        self.received.labels(endpoint).inc(received)
        self.sent.labels(endpoint).inc(exchange.sent)
        if exchange.reason is not None:
            self.refused.labels(str(exchange.status), exchange.reason).inc()


class ProcessesCollector(MultiProcessCollector):
    """The sums over all processes; what a process holds is forgotten once it has ended."""

    def __init__(self, folder: Path) -> None:
        super().__init__(None, str(folder))  # type: ignore[no-untyped-call]
        self.folder = folder

    def collect(self) -> Iterable[Metric]:
        for file in self.folder.iterdir():
            found = PROCESS_FILE.fullmatch(file.name)
            if found and not is_running(int(found[1])):
                mark_process_dead(  # type: ignore[no-untyped-call]
                    found[1], str(self.folder)
                )
        collected: Iterable[Metric] = super().collect()  # type: ignore[no-untyped-call]
        return collected


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def serve(host: str, port: int, folder: Path) -> None:
    """Serves ``/metrics`` from a thread.

    :raises OSError: the port cannot be had.
    """
    registry = CollectorRegistry()
    registry.register(ProcessesCollector(folder))
    start_http_server(port, host, registry)
