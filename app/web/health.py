"""``GET /healthz``: is the server up?"""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

routes = APIRouter(tags=["health"])


class Health(BaseModel):
    status: Literal["ok"] = "ok"


@routes.get("/healthz", summary="Is the server up?")
async def healthz() -> Health:
    return Health()


routes.add_api_route("/healthz", healthz, methods=["HEAD"], include_in_schema=False)
