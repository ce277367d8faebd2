"""The log: one line for a request, as text or as a JSON object, without what was sent."""

import logging
import re
import textwrap
import time
from types import TracebackType
from typing import Any, NamedTuple, TypeAlias

import orjson

from ..settings import Settings

SERVER = logging.getLogger("deltaflow")
REQUESTS = logging.getLogger("deltaflow.requests")
#: A longer path is cut.
LONGEST_PATH = 200
#: What would end a line, or hide what stands in it.
UNPRINTABLE = re.compile(r"[^\x21-\x7e]")

#: Refusals that are logged wherever they happen, others where the API gives them.
REFUSALS = frozenset((400, 408, 413, 429, 431, 503))
#: What stands for a status where the client left before it had one.
CLIENT_LEFT = 499


class Exchange(NamedTuple):
    """A request and what became of it.

    :param raw_path: as it was sent, without the query.
    :param seconds: from the head of the request to the end of the answer.
    :param sent: bytes of the answer's body.
    :param reason: the key of the sentence that refused it.
    """

    request_id: str
    client: str
    method: str
    raw_path: bytes
    status: int
    seconds: float
    sent: int
    reason: str | None = None

    @property
    def path(self) -> str:
        """The path as it may stand in a line."""
        return printable(self.raw_path[:LONGEST_PATH].decode("ascii", "backslashreplace"))


def printable(text: str) -> str:
    return UNPRINTABLE.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def level_of(exchange: Exchange, settings: Settings) -> int | None:
    """How important a request is to the log; None: it is not logged."""
    if settings.log == "off":
        return None
    if exchange.status >= 500 and exchange.status not in REFUSALS:
        return logging.ERROR
    of_the_api = exchange.status >= 400 and b"/api/v" in exchange.raw_path
    if exchange.status in REFUSALS or (of_the_api and exchange.status != CLIENT_LEFT):
        return logging.WARNING
    if exchange.seconds >= settings.slow_seconds:
        return logging.WARNING
    return logging.INFO if settings.log == "access" else None


def write(exchange: Exchange, settings: Settings, failure: BaseException | None = None) -> None:
    """Writes the line of a request.

    :param failure: an error of the server, whose traceback follows.
    """
    level = logging.ERROR if failure else level_of(exchange, settings)
    if level is None:
        return
    slow = " slow" if exchange.seconds >= settings.slow_seconds else ""
    reason = f" reason={exchange.reason}" if exchange.reason else ""
    text = (
        f"{exchange.status} {exchange.method} {exchange.path} {exchange.seconds * 1000:.1f} ms "
        f"{exchange.sent} bytes {printable(exchange.client)} id={exchange.request_id}{reason}{slow}"
    )
    error = (type(failure), failure, failure.__traceback__) if failure else None
    if REQUESTS.isEnabledFor(level):  # As in Logger.log, without a search for the calling line.
        extra = {"exchange": exchange}
        REQUESTS.handle(
            REQUESTS.makeRecord(REQUESTS.name, level, "", 0, text, (), error, extra=extra)
        )


def time_of(record: logging.LogRecord) -> str:
    second = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    return f"{second}.{int(record.msecs):03d}Z"


ErrorInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class TextFormatter(logging.Formatter):
    """A traceback is indented, so that no line of an error's message looks like one of the log."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{time_of(record)} {record.levelname} {super().format(record)}"

    def formatException(self, ei: ErrorInfo) -> str:
        return textwrap.indent(super().formatException(ei), "    ")


class JsonFormatter(logging.Formatter):
    """One object on one line; a traceback is a string in it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": time_of(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        exchange = getattr(record, "exchange", None)
        if exchange is not None:
            line |= exchange._asdict() | {"message": "request", "path": exchange.path}
            line["seconds"] = round(exchange.seconds, 6)
            del line["raw_path"]
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line).decode()


FORMATTERS = {"text": TextFormatter, "json": JsonFormatter}


class WithoutUnfinished(logging.Filter):
    """Drops what uvicorn logs as an error where a reader of a large answer was let go."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("ASGI callable returned without completing")


def logging_config(settings: Settings) -> dict[str, Any]:
    """What `logging.config.dictConfig` takes; uvicorn does it in every process."""
    written = {"handlers": ["stderr"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": FORMATTERS[settings.log_format]}},
        "filters": {"finished": {"()": WithoutUnfinished}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["finished"],
            }
        },
        "loggers": {"uvicorn": written, SERVER.name: written},
    }
