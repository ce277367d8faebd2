"""Requests of ``POST /api/v1/import``."""

import httpx

from tests.conftest import Client


def asked(client: Client, content: bytes, name: str = "", language: str = "en") -> httpx.Response:
    parameters = {"name": name} if name else {}
    headers = {"Accept-Language": language}
    return client.ask("POST", "/api/v1/import", params=parameters, content=content, headers=headers)
