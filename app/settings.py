"""What may differ from one installation to the next, and where the files are.

`Settings` is the one table of it. A setting is read from the environment (``DELTAFLOW_PORT``),
from an option of ``deltaflow serve`` (``--port``) or from a keyword argument. The help of the
command and the table in ``docs/operating.md`` are made from the descriptions here.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    ByteSize,
    DirectoryPath,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from .folders import folder
from .root_path import OWN_PARTS

MEGABYTE = 1024 * 1024
PREFIX = "DELTAFLOW_"
#: A wrong value is repeated up to so many characters.
LONGEST_VALUE = 60


@dataclass(frozen=True)
class Form:
    """What a value looks like.

    :param metavar: one word for it, in ``--help``.
    :param text: what may be written, completing "Write …".
    """

    metavar: str
    text: str


def parts_of(value: object) -> object:
    """A list as the environment and the command line write it: with commas."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def bytes_of(value: object) -> object:
    """``8MiB`` as a number of bytes."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]+(?:\.[0-9]+)? ?[A-Za-z]*", value):
        return int(TypeAdapter(ByteSize).validate_python(value))
    return value


def unless_off(value: object) -> object:
    return None if value == "off" else value


def matching(pattern: str) -> AfterValidator:
    """Holds a text to a pattern."""

    def check(value: str) -> str:
        if re.fullmatch(pattern, value) is None:
            raise ValueError("another form is expected")
        return value

    return AfterValidator(check)


def holding(*names: str) -> AfterValidator:
    """Holds a folder to what must be in it."""

    def check(value: Path) -> Path:
        if not all((value / name).exists() for name in names):
            raise ValueError("it lacks what is served from it")
        return value

    return AfterValidator(check)


HOST_NAME = r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])"
ORIGIN = rf"\*|https?://{HOST_NAME}(?::\d{{1,5}})?"

Host = Annotated[
    str,
    matching(r"[A-Za-z0-9.:_-]+"),
    Form("ADDRESS", "an address or a name of this machine, such as 127.0.0.1, or 0.0.0.0 for all"),
]
Port = Annotated[int, Field(ge=0, le=65535), Form("PORT", "a whole number from 0 to 65535")]
PortOrOff = Annotated[
    Annotated[int, Field(ge=1, le=65535)] | None,
    BeforeValidator(unless_off),
    Form("PORT", "off, or a whole number from 1 to 65535"),
]
Number = Annotated[int, Field(ge=1, le=64), Form("NUMBER", "a whole number from 1 to 64")]
NumberOrCores = Annotated[
    Annotated[int, Field(ge=1, le=64)] | Literal["cores"],
    Form("NUMBER", "cores, or a whole number from 1 to 64"),
]
Many = Annotated[int, Field(ge=1, le=1_000_000), Form("NUMBER", "a whole number from 1 to 1000000")]
Seconds = Annotated[
    float,
    Field(gt=0, le=86_400, allow_inf_nan=False),
    Form("SECONDS", "a number of seconds above 0 and at most 86400"),
]
SecondsOrNone = Annotated[
    float,
    Field(ge=0, le=86_400, allow_inf_nan=False),
    Form("SECONDS", "a number of seconds from 0 to 86400"),
]
Share = Annotated[
    float,
    Field(gt=0, le=1, allow_inf_nan=False),
    Form("SHARE", "a number above 0 and at most 1"),
]
Bytes = Annotated[
    int,
    BeforeValidator(bytes_of),
    Field(ge=1, le=2**50),
    Form("BYTES", "a whole number of bytes, or one with a unit such as 8MiB"),
]
Networks = Annotated[
    tuple[IPv4Network | IPv6Network, ...],
    NoDecode,
    BeforeValidator(parts_of),
    Form("NETWORKS", "addresses and networks with commas between, such as 10.0.0.5,172.16.0.0/12"),
]
CallingOrigins = Annotated[
    tuple[Annotated[str, matching(ORIGIN)], ...],
    NoDecode,
    BeforeValidator(parts_of),
    Form("ORIGINS", "origins with commas between, such as https://school.example, or * for all"),
]
FramingOrigins = Annotated[
    tuple[Annotated[str, matching(ORIGIN.replace("://", r"://(?:\*\.)?"))], ...],
    NoDecode,
    BeforeValidator(parts_of),
    Form(
        "ORIGINS",
        "origins with commas between, such as https://school.example or https://*.school.example,"
        " or * for all",
    ),
]
PathPrefix = Annotated[
    str,
    matching(rf"(?!/(?:{'|'.join(OWN_PARTS)})(?:/|$))(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*"),
    Form(
        "PATH",
        "a path that begins with / and does not end with it, such as /deltaflow, and that is no "
        "address of the server's own, such as /lesson",
    ),
]
TemplatesFolder = Annotated[
    DirectoryPath,
    holding("base.html", "lesson", "sheets", "exporting"),
    Form("FOLDER", "the path of a folder that holds the templates, with base.html in it"),
]
StaticFolder = Annotated[
    DirectoryPath,
    holding("js", "i18n/en.json"),
    Form("FOLDER", "the path of a folder that holds the files of the pages, with i18n/en.json"),
]
YesNo = Annotated[bool, Form("YES|NO", "yes or no")]
LogLevel = Annotated[
    Literal["off", "errors", "access"], Form("off|errors|access", "off, errors or access")
]
LogFormat = Annotated[Literal["text", "json"], Form("text|json", "text or json")]


class Settings(BaseSettings):
    """Every setting, with its default.

    :raises ValidationError: a value cannot be used; `wrong` puts it into sentences.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        loc_by_alias=False,
        hide_input_in_errors=True,
    )

    host: Host = Field(
        default="127.0.0.1",
        validation_alias=AliasChoices(f"{PREFIX}HOST", "host"),
        description="The address that the server listens on. HOST is read where it is not set.",
    )
    port: Port = Field(
        default=8000,
        validation_alias=AliasChoices(f"{PREFIX}PORT", "port"),
        description="The port that the server listens on; 0 takes a free one. PORT is read where "
        "it is not set.",
    )
    root_path: PathPrefix = Field(
        default="",
        description="The path below which a proxy publishes the server. Every link begins with it.",
    )
    proxies: Networks = Field(
        default=(),
        description="Proxies whose X-Forwarded-For, -Proto and -Host are believed. From any "
        "other address they are ignored.",
    )
    cors_origins: CallingOrigins = Field(
        default=(), description="Origins whose pages may call the API (CORS)."
    )
    frame_origins: FramingOrigins = Field(
        default=(),
        description="Origins whose pages may show those pages in a frame that are made for it.",
    )

    workers: Number = Field(
        default=1,
        description="Processes that answer requests. Each has threads, a queue and answers.",
    )
    threads: Number = Field(
        default=2, description="Long computations that one process runs at the same time."
    )
    work_seconds: Seconds = Field(
        default=30.0,
        description="The longest computation of one request, in estimated seconds. A request that "
        "would take longer is refused.",
    )
    queue_seconds: Seconds = Field(
        default=30.0,
        description="Computations that may wait in one process, in estimated seconds of work. "
        "Over it a request is answered with 503 and Retry-After.",
    )
    address_share: Share = Field(
        default=0.5, description="The part of the queue that requests from one address may fill."
    )
    runs: NumberOrCores = Field(
        default="cores",
        description="Training runs that one process computes at the same time; cores: as many as "
        "the machine has. As many of the longest may wait, or more short ones; over it a request "
        "is answered with 503 and Retry-After.",
    )
    run_seconds: Seconds = Field(
        default=60.0,
        description="The work that one training run may take, in seconds. Then it ends with what "
        "it has, for the reason budget.",
    )
    answers_bytes: Bytes = Field(
        default=24 * MEGABYTE,
        description="Answers that took time and are kept in one process for the same request.",
    )
    untaken_bytes: Bytes = Field(
        default=64 * MEGABYTE,
        description="Answers that one process holds for clients that have not yet taken them. "
        "Over it the slowest readers are disconnected.",
    )

    body_limit: Bytes = Field(default=8 * MEGABYTE, description="The largest body of a request.")
    discard_limit: Bytes = Field(
        default=32 * MEGABYTE,
        description="A larger body is read and discarded up to here, so that its sender does "
        "receive the 413.",
    )
    bodies_bytes: Bytes = Field(
        default=64 * MEGABYTE,
        description="Bodies of requests that one process holds over all connections.",
    )
    body_seconds: Seconds = Field(
        default=20.0, description="How long a request's body may take to arrive."
    )
    head_seconds: Seconds = Field(
        default=10.0, description="How long a request's head may take to arrive."
    )
    reader_seconds: Seconds = Field(
        default=20.0, description="How long a client may take nothing of its answer."
    )
    keep_alive: Seconds = Field(
        default=15.0, description="How long a connection may be idle between two requests."
    )
    connections: Many = Field(default=1000, description="Connections that one process holds open.")
    grace: SecondsOrNone = Field(
        default=10.0,
        description="How long requests under way may take to finish once the server was asked to "
        "stop.",
    )

    log: LogLevel = Field(
        default="errors",
        description="What is logged of requests: nothing (off), refused, failed and slow ones "
        "(errors), or all (access).",
    )
    log_format: LogFormat = Field(
        default="text", description="Whether a line of the log is text or a JSON object."
    )
    slow_seconds: Seconds = Field(
        default=5.0, description="A request that took this long or longer is logged as slow."
    )
    metrics: PortOrOff = Field(
        default=None,
        description="The port on which /metrics is served in the form of Prometheus, or off.",
    )

    bundle: YesNo = Field(
        default=True,
        description="Whether the modules of a page are served as one script. A debugger wants "
        "them one by one.",
    )
    static_seconds: SecondsOrNone = Field(
        default=1.0, description="The time after which the server looks for edited files again."
    )
    templates: TemplatesFolder = Field(
        default=folder("templates"), description="The folder of the pages' templates."
    )
    static: StaticFolder = Field(
        default=folder("static"),
        description="The folder of the scripts, style sheets and translations.",
    )

    @model_validator(mode="after")
    def consistent(self) -> Self:
        for low, high in (("body_limit", "discard_limit"), ("body_limit", "bodies_bytes")):
            if getattr(self, low) > getattr(self, high):
                raise ValueError(
                    f"{PREFIX}{low.upper()} is larger than {PREFIX}{high.upper()}. "
                    "Lower the first or raise the second."
                )
        if self.metrics is not None and self.metrics == self.port:
            raise ValueError(
                f"{PREFIX}METRICS and {PREFIX}PORT are the same port. Choose another for one."
            )
        return self


@dataclass(frozen=True)
class Described:
    """A setting as ``--help`` and the documentation show it.

    :param name: the field's name in `Settings`.
    :param default: as it is written on the command line.
    """

    name: str
    form: Form
    default: str
    description: str

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()

    @property
    def option(self) -> str:
        return "--" + self.name.replace("_", "-")


def written(value: object) -> str:
    """A default as the environment and the command line write it."""
    match value:
        case None:
            return "off"
        case bool():
            return "yes" if value else "no"
        case Path():
            return "the package's own"
        case tuple() | "":
            return "empty"
        case int() if value >= MEGABYTE and value % MEGABYTE == 0:
            return f"{value // MEGABYTE}MiB"
        case float():
            return f"{value:g}"
    return str(value)


def described() -> Iterator[Described]:
    """Every setting, in the order of `Settings`."""
    for name, field in Settings.model_fields.items():
        form = next(part for part in field.metadata if isinstance(part, Form))
        assert field.description is not None
        yield Described(name, form, written(field.default), field.description)


Given: TypeAlias = Mapping[str, str]


def wrong(error: ValidationError, options: Given, environment: Given) -> list[str]:
    """One sentence for each setting that cannot be used: its name, its value and the remedy.

    :param options: the text of each option that was given, by the field's name.
    """
    table = {setting.name: setting for setting in described()}
    first = {details["loc"][:1]: details for details in reversed(error.errors())}
    return [sentence(first[name], table, options, environment) for name in reversed(first)]


def sentence(
    details: ErrorDetails, table: Mapping[str, Described], options: Given, environment: Given
) -> str:
    if not details["loc"]:
        return str(details["ctx"]["error"])
    setting = table[str(details["loc"][0])]
    if setting.name in options:
        source, value = setting.option, options[setting.name]
    else:
        source = next(
            (name for name in (setting.variable, setting.name.upper()) if environment.get(name)),
            setting.variable,
        )
        value = environment.get(source, "")
    shown = value if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"
    return (
        f"{source}={shown!r} cannot be used. Write {setting.form.text} "
        f"(the default: {setting.default})."
    )


def unknown(environment: Given) -> list[str]:
    """One sentence for each variable that begins as ours do and names no setting."""
    known = [setting.variable for setting in described()]
    sentences = []
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = f"Did you mean {near[0]}? " if near else ""
            sentences.append(
                f"{printable(name)} is no setting. {meant}"
                "Unset it, or see deltaflow serve --help for those that are."
            )
    return sentences


def printable(name: str) -> str:
    return repr(name[:LONGEST_VALUE])[1:-1]
