"""``deltaflow serve``: the application under uvicorn."""

import errno
import math
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType

import click
import uvicorn
from pydantic import ValidationError
from uvicorn.supervisors import Multiprocess

from ..connections import OTHER_FILES, capacity, files_at_most
from ..observation.logs import SERVER, logging_config
from ..protocol import ServerConfig
from ..settings import Described, Settings, described, unknown, wrong

#: A worker process that does not answer its parent for so long is replaced.
HEALTHCHECK_SECONDS = 30
HIGHEST_PORT = 65_535
#: So many ports are looked at for one that is free.
MOST_TRIED = 1_000


class Workers(Multiprocess):
    """The first process, which starts the others."""

    def terminate_all(self) -> None:
        """Asks the others to stop. Before, it lets go of the port, which they have too: a
        connection that nobody accepts would wait in it until the last of them has ended.
        """
        for each in self.sockets:
            each.close()
        super().terminate_all()


def configuration(settings: Settings, addresses: Sequence[str] = ()) -> ServerConfig:
    return ServerConfig(
        settings,
        addresses,
        host=settings.host,
        port=settings.port,
        loop="auto",
        workers=settings.workers,
        proxy_headers=False,  # `app.proxies` reads them
        log_config=logging_config(settings),
        timeout_worker_healthcheck=HEALTHCHECK_SECONDS,
        access_log=False,
        timeout_graceful_shutdown=math.ceil(settings.grace),
    )


def stop(folder: Path | None, number: int, frame: FrameType | None) -> None:
    """Being asked to stop is no failure: uvicorn raises the signal again once it has finished.

    Nobody waits any more for what a thread still computes, so the process does not either.

    :param folder: what is removed, of the metrics.
    """
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


#: The message of `remedy` for an error of the system, by its number.
REMEDIES = {
    errno.EADDRINUSE: "Port {port} of {host} is taken. Stop the program that uses it, or choose "
    "another port: deltaflow serve {option} {free}",
    errno.EACCES: "Port {port} of {host} may not be used without further rights. Choose one from "
    "1024 on: deltaflow serve {option} {unprivileged}",
    errno.EADDRNOTAVAIL: "{host} is no address or name of this machine. Choose one that is: "
    "deltaflow serve --host 127.0.0.1",
}


def opened(host: str, port: int) -> list[socket.socket]:
    """Sockets that accept connections to every address of a host.

    :raises OSError: one cannot be had.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    sockets: list[socket.socket] = []
    try:
        for family, _, _, _, address in dict.fromkeys(found):
            sockets.append(socket.create_server(address, family=family, backlog=2048))
    except OSError:
        for each in sockets:
            each.close()
        raise
    return sockets


def listening(settings: Settings) -> list[socket.socket]:
    """:raises SystemExit: the port cannot be had; the message says why and what to do."""
    try:
        return opened(settings.host, settings.port)
    except OSError as error:
        sys.exit(remedy(error, settings.host, settings.port, "--port", settings.metrics))


def free_port(host: str, port: int, other: int | None) -> int:
    """The next port that is free on a host, from the one after ``port`` on, and not ``other``."""
    for step in range(1, MOST_TRIED):
        found = (port + step - 1) % HIGHEST_PORT + 1
        with suppress(OSError):
            if found != other:
                for each in opened(host, found):
                    each.close()
                return found
    return port


def serve_metrics(host: str, port: int) -> Path:
    """The folder that every process counts into.

    :raises SystemExit: the port cannot be had; the message says why and what to do.
    """
    folder = tempfile.mkdtemp(prefix="deltaflow-metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # The library reads it when it is imported.
    from ..observation import metrics

    try:
        metrics.serve(host, port, Path(folder))
    except OSError as error:
        shutil.rmtree(folder)
        sys.exit(remedy(error, host, port, "--metrics"))
    return Path(folder)


def remedy(error: OSError, host: str, port: int, option: str, other: int | None = None) -> str:
    """Why a port cannot be had, and what to do.

    :param option: the option that sets the port.
    :param other: a port that another option has set.
    """
    number = errno.EADDRNOTAVAIL if isinstance(error, socket.gaierror) else error.errno
    text = REMEDIES.get(number or 0, "{host}, port {port}: " + str(error))
    free = free_port(host, port, other) if number == errno.EADDRINUSE else port
    # Port 80 becomes 8080; 1024 or higher for every port that needs further rights.
    unprivileged = min(port + 8000, HIGHEST_PORT)
    return text.format(host=host, port=port, option=option, free=free, unprivileged=unprivileged)


def settings_from(options: Mapping[str, str], environment: Mapping[str, str]) -> Settings:
    """:raises SystemExit: a setting cannot be used; one sentence for each says why."""
    sentences = unknown(environment)
    try:
        settings = Settings(**options)  # type: ignore[arg-type]  # it reads them as text
    except ValidationError as error:
        sentences += wrong(error, options, environment)
    if sentences:
        sys.exit("\n".join(sentences))
    return settings


def option(setting: Described) -> click.Option:
    meaning = f"{setting.description} [{setting.variable}; default: {setting.default}]"
    return click.Option(
        [setting.option, setting.name], metavar=setting.form.metavar, default=None, help=meaning
    )


def serve(**options: str | None) -> None:
    settings = settings_from(
        {name: text for name, text in options.items() if text is not None}, os.environ
    )
    sockets = listening(settings)
    folder = None if settings.metrics is None else serve_metrics(settings.host, settings.metrics)
    config = configuration(settings, [address_of(each) for each in sockets])
    warn_of_files(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, partial(stop, folder))
    if settings.workers > 1:
        Workers(config, sockets).run()
        stop(folder, 0, None)
    else:
        uvicorn.Server(config).run(sockets)


def warn_of_files(settings: Settings) -> None:
    """Tells of connections that are more than the files that a process may have open."""
    files = files_at_most()
    if settings.connections + OTHER_FILES > files:
        SERVER.warning(
            "DELTAFLOW_CONNECTIONS=%d needs %d open files; the limit is %d, so that a process "
            "holds %d connections. Raise the limit (ulimit -n) or lower the setting.",
            *(settings.connections, settings.connections + OTHER_FILES, files, capacity(settings)),
        )


def address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


COMMAND = click.Command(
    "serve",
    callback=serve,
    params=[option(setting) for setting in described()],
    short_help="serve the page and the API",
    help="Serves the pages and the API. An option goes before the environment variable that is "
    "named beside it.",
)
