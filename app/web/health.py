"""``GET /healthz``: is the process up? ``GET /readyz``: may requests be sent to it?"""

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from ..errors import RETRY_SOON
from ..lifecycle import Lifecycle


class Health(BaseModel):
    """All is well."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ok"}]})

    status: Annotated[Literal["ok"], Field(description="Always ok.", examples=["ok"])] = "ok"


def router(lifecycle: Lifecycle) -> APIRouter:
    routes = APIRouter(tags=["health"])

    @routes.get("/healthz", summary="Is the server up?", response_description="It is")
    async def healthz() -> Health:
        """Answered at once, whatever else the server computes."""
        return Health()

    @routes.get("/readyz", summary="Does the server take requests?", response_description="It does")
    async def readyz() -> Health:
        """503 from the moment that the server is asked to stop."""
        if lifecycle.stopping:
            raise HTTPException(503, headers=RETRY_SOON)
        return Health()

    return routes
