"""How many first visits of a page the processor's time of the server suffices for.

Run by hand: ``python -m tests.bench.visits``; ``make bench`` runs it too. The requests are those of
a browser that has nothing yet: the page, then all files that it names. The client is written in the
same language as the server and costs as much, so that what is measured is the server's own time.
"""

import re
import socket
import time
import zlib

from tests.bench.bench import cpu_seconds, server

PAGES = ("/", "/lesson/5")
SECONDS = 4.0
CORES = 2
NAMED = re.compile(
    rb'(?:href|src|data-first-answer)="(/static/[^"]+)"|"address": "(/static/[^"]+)"'
)


def answer_to(connection: socket.socket, address: bytes) -> tuple[bytes, bytes]:
    """The head and the body of an answer, as they were sent."""
    head = b"GET %b HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n" % address
    connection.sendall(head)
    received = bytearray()
    while (end := received.find(b"\r\n\r\n")) < 0:
        received += connection.recv(65_536)
    found = bytes(received[:end])
    assert found.startswith(b"HTTP/1.1 200"), found
    length = int(found.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(received) < end + 4 + length:
        received += connection.recv(262_144)
    return found, bytes(received[end + 4 :])


def visit(port: int, page: bytes, files: list[bytes]) -> int:
    """A first visit over a fresh connection; how many bytes it takes."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answers = [answer_to(connection, address) for address in (page, *files)]
    return sum(len(head) + 4 + len(body) for head, body in answers)


def files_of(port: int, page: bytes) -> list[bytes]:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        head, body = answer_to(connection, page)
    assert b"content-encoding: gzip" in head.lower()
    text = zlib.decompress(body, 31)
    return sorted({one or other for one, other in NAMED.findall(text)})


def main() -> None:
    with server("app.cli", "serve") as (pid, port):
        for page in PAGES:
            address = page.encode()
            files = files_of(port, address)
            visit(port, address, files)  # the first one makes what the others get
            began, cpu, visits, size = time.perf_counter(), cpu_seconds(pid), 0, 0
            while time.perf_counter() - began < SECONDS:
                size = visit(port, address, files)
                visits += 1
            spent = (cpu_seconds(pid) - cpu) / visits
            print(
                f"{page:<12} {1 + len(files)} requests, {size:,} bytes, {spent * 1e3:.1f} ms of "
                f"the server: {CORES / spent:,.0f} first visits/s on {CORES} cores"
            )


if __name__ == "__main__":
    main()
