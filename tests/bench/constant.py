"""What the trace is measured against: plain FastAPI endpoints that compute nothing."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from app.web.trace.schema import TraceRequest


class Body(BaseModel):
    name: str
    value: float


class Answer(BaseModel):
    loss: float


def create_app() -> FastAPI:
    app = FastAPI()

    @app.post("/constant")
    async def constant(body: Body) -> Answer:
        return Answer(loss=0.5)

    @app.post("/constant_of_a_trace")
    async def constant_of_a_trace(body: TraceRequest) -> dict[str, Any]:
        return {"loss": 0.5}

    return app
