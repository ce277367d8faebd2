"""``GET /healthz``: is the process up? ``GET /readyz``: may requests be sent to it?"""

from typing import Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel

from ..lifecycle import Lifecycle


class Health(BaseModel):
    status: Literal["ok"] = "ok"


def router(lifecycle: Lifecycle) -> APIRouter:
    routes = APIRouter(tags=["health"])

    @routes.get("/healthz", summary="Is the server up?")
    async def healthz() -> Health:
        return Health()

    @routes.get("/readyz", summary="Does the server take requests? 503 while it is being stopped")
    async def readyz() -> Health:
        if lifecycle.stopping:
            raise HTTPException(503, headers={"Retry-After": "5"})
        return Health()

    for address, answer in (("/healthz", healthz), ("/readyz", readyz)):
        routes.add_api_route(address, answer, methods=["HEAD"], include_in_schema=False)
    return routes
