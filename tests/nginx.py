"""nginx as the tests start it: with the configuration of ``deploy/``, before servers of their own.

It needs no rights and no other configuration of the system's nginx.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.paths import ROOT

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
#: A user's PATH often lacks the folders of system programs.
FOLDERS = ("/usr/sbin", "/usr/local/sbin")
SERVER = re.compile(r"server replica-\d+:8000 ")

FRAME = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{inner}
}}
"""


def find_nginx() -> str:
    """The path of the program.

    :raises FileNotFoundError: there is none.
    """
    path = os.pathsep.join((os.environ.get("PATH", ""), *FOLDERS))
    if found := shutil.which("nginx", path=path):
        return found
    raise FileNotFoundError(
        "This needs nginx. Install it: `make browser`, or on Debian "
        "`sudo apt-get install --no-install-recommends nginx`."
    )


def configuration(port: int, replicas: Sequence[int]) -> str:
    """``deploy/nginx.conf`` for a port of this machine and replicas at other ports of it."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    (first, second) = SERVER.findall(text)
    for name, replica in zip((first, second), replicas, strict=True):
        text = text.replace(name, f"server 127.0.0.1:{replica} ")
    assert "listen 80 default_server;" in text
    return text.replace("listen 80 default_server;", f"listen 127.0.0.1:{port};")


@contextmanager
def nginx_before(folder: Path, port: int, replicas: Sequence[int]) -> Iterator[str]:
    """The address at which nginx publishes the replicas.

    :param folder: for nginx's own files.
    :param replicas: their ports.
    """
    file = folder / "nginx.conf"
    file.write_text(FRAME.format(folder=folder, inner=configuration(port, replicas)))
    process = subprocess.Popen([find_nginx(), "-p", str(folder), "-e", "stderr", "-c", str(file)])
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 30
        while True:
            assert process.poll() is None, "nginx ended at its start"
            try:
                httpx.get(address)
                break
            except httpx.TransportError:
                assert time.monotonic() < deadline, "nginx does not answer"
                time.sleep(0.05)
        yield f"{address}/deltaflow"
    finally:
        process.terminate()
        process.wait(timeout=10)
