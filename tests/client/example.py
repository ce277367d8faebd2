"""What a program of somebody else's may write: checked with ``mypy --strict`` and run, both against
the installed package (``tests/packaging/test_client.py``).
"""

import asyncio
from typing import Any

import deltaflow
import numpy as np
import numpy.typing as npt
from deltaflow.engine.network.activations import ACTIVATIONS

NETWORK: list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64] | None, str]] = [
    (np.array([[0.2, 0.5], [-0.4, 0.6]]), np.zeros(2), "tanh"),
    (np.array([[0.1, -0.3]]), None, "sigmoid"),
]


def gradients(client: deltaflow.Client) -> list[npt.NDArray[np.float64]]:
    result: deltaflow.Trace = client.trace(
        network=NETWORK, loss="half_squared_error", inputs=np.array([0.5, 0.3]), targets=1
    )
    return [layer.weight_gradients for layer in result.layers]


def losses(client: deltaflow.Client) -> list[float]:
    network: dict[str, Any] = {
        "inputs": 2,
        "layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
        "loss": "binary_cross_entropy",
    }
    data = {"name": "spiral", "samples": 40}
    with client.train(network=network, data=data, epochs=5, frames={"count": 4}) as run:
        return [frame.loss for frame in run]


def refused(client: deltaflow.Client) -> list[str]:
    try:
        client.graph("x*y", values={"x": 1})
    except deltaflow.Refused as error:
        return [problem.field for problem in error.problems]
    return []


async def at_once(expressions: list[str]) -> list[float | None]:
    async with deltaflow.AsyncClient() as client:
        found = await asyncio.gather(*(client.graph(each) for each in expressions))
    return [graph.value for graph in found]


def main() -> None:
    with deltaflow.Client(language="en") as client:
        for gradient in gradients(client):
            print(gradient.shape)
        print(len(losses(client)))
        print(refused(client))
        file: deltaflow.File = client.export(client.graph("2*3"), format="json")
        print(file.media_type)
    print(asyncio.run(at_once(["2*3", "2**5"])))
    print("tanh" in ACTIVATIONS, deltaflow.__version__)


if __name__ == "__main__":
    main()
