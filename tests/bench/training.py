"""How many training steps a second, of five networks, beside PyTorch and micrograd? Run by hand:
``make bench``, or ``python -m tests.bench.training``.

All of it is one run with one thread, float64, the same mathematics: shuffled mini-batches, the
gradient, and a step of gradient descent. What is done once, such as making the data, is not in the
times; ours have the frame at the end of each run. The contenders take turns and the least processor
time of each counts, so that other work on the machine disturbs all of them alike. PyTorch (eager,
one thread) and micrograd, which has one number a node, are measured where they can be imported:
``pip install torch micrograd`` into a virtual environment of their own.
"""

import gc
import importlib
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from app.engine.arrays import Array
from app.engine.network.runs.kernels import choice, compiled
from app.engine.network.runs.plan import Plan
from app.engine.network.runs.run import run
from tests.engine.network.runs.building import drawn, plan, settings

RATE = 0.01
#: Every contender of a network is measured so many times, for about so many seconds each.
ROUNDS = 8
SECONDS = 0.4
#: micrograd is measured fewer times, and with networks of at most so many parameters: for a step of
#: the others it needs seconds.
ROUNDS_OF_MICROGRAD = 3
MOST_OF_MICROGRAD = 500
#: The side of the matrices whose product tells what this machine's dgemm reaches.
SIDE = 512


@dataclass(frozen=True)
class Case:
    """A network, its first size the inputs, and how it learns ``samples`` samples."""

    sizes: tuple[int, ...]
    activation: str
    output: str
    loss: str
    batch: int
    samples: int

    @property
    def name(self) -> str:
        return f"{'-'.join(map(str, self.sizes))} {self.activation}, batch {self.batch}"

    @property
    def parameters(self) -> int:
        return sum((fan_in + 1) * units for fan_in, units in pairwise(self.sizes))

    @property
    def product_flops(self) -> int:
        """Of the products of a step: forward, of the gradients, and back but to the inputs."""
        weights = [fan_in * units for fan_in, units in pairwise(self.sizes)]
        return 2 * self.batch * (3 * sum(weights) - weights[0])

    @property
    def steps(self) -> int:
        """Of an epoch."""
        return -(-self.samples // self.batch)

    def data(self) -> tuple[Array, Array]:
        rng, outputs = np.random.default_rng(5), self.sizes[-1]
        inputs = rng.normal(size=(self.samples, self.sizes[0]))
        classes = rng.integers(0, max(2, outputs), self.samples)
        targets = np.eye(outputs)[classes] if outputs > 1 else classes[:, np.newaxis].astype(float)
        return inputs, targets


BINARY = ("sigmoid", "binary_cross_entropy")
CLASSES = ("softmax", "cross_entropy")
CASES = (
    Case((2, 3, 2, 1), "tanh", *BINARY, batch=1, samples=500),
    Case((2, 4, 2, 1), "tanh", *BINARY, batch=10, samples=500),
    Case((2, 8, 8, 8, 1), "tanh", *BINARY, batch=10, samples=500),
    Case((64, 128, 128, 10), "relu", *CLASSES, batch=32, samples=1280),
    Case((784, 256, 128, 10), "relu", *CLASSES, batch=64, samples=1280),
)

#: epochs -> the work of so many epochs
Work = Callable[[int], None]


def plan_of(case: Case) -> Plan:
    net = drawn(list(case.sizes), case.activation, case.output, case.loss)
    return plan(net, *case.data(), settings("sgd", case.batch, learning_rate=RATE), 1)


def ours(case: Case, kernel: str | None = None) -> Work:
    """A run as it is used, or by a kernel of this name alone and nothing compiled."""
    made = plan_of(case)

    def work(epochs: int) -> None:
        with only(kernel):
            for _ in run(replace(made, epochs=epochs)):
                pass

    return work


@contextmanager
def only(kernel: str | None) -> Iterator[None]:
    kept = choice.KERNELS, compiled.STATE.kernel
    if kernel is not None:
        choice.KERNELS = tuple(each for each in kept[0] if each.name in (kernel, "readable"))
        compiled.STATE.kernel = None
    try:
        yield
    finally:
        choice.KERNELS, compiled.STATE.kernel = kept


def pytorch(case: Case) -> Work:
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    kinds = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
    layers: list[Any] = []
    for fan_in, units in pairwise(case.sizes):
        layers += [torch.nn.Linear(fan_in, units), kinds[case.activation]()]
    net = torch.nn.Sequential(*layers[:-1])
    inputs, rows = map(torch.from_numpy, case.data())
    is_binary = case.output == "sigmoid"
    targets = rows if is_binary else rows.argmax(dim=1)
    loss: Any = torch.nn.BCEWithLogitsLoss() if is_binary else torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE)

    def work(epochs: int) -> None:
        for _ in range(epochs):
            for batch in torch.randperm(case.samples).split(case.batch):
                optimizer.zero_grad()
                loss(net(inputs[batch]), targets[batch]).backward()
                optimizer.step()

    return work


def micrograd(case: Case) -> Work:
    """Its own layers with tanh; the loss from the logit, by the operations that it has."""
    Value: Any = importlib.import_module("micrograd.engine").Value
    rng = np.random.default_rng(1)
    layers = [
        [[Value(float(w)) for w in rng.normal(size=fan_in + 1)] for _ in range(units)]
        for fan_in, units in pairwise(case.sizes)
    ]
    weights = [w for layer in layers for row in layer for w in row]
    inputs, targets = (each.tolist() for each in case.data())

    def tanh(z: Any) -> Any:
        out = Value(np.tanh(z.data), (z,), "tanh")

        def backward() -> None:
            z.grad += (1 - out.data**2) * out.grad

        out._backward = backward
        return out

    def loss_of(z: Any, t: float) -> Any:
        data = max(z.data, 0.0) - z.data * t + np.log1p(np.exp(-abs(z.data)))
        out = Value(data, (z,), "bce")

        def backward() -> None:
            z.grad += (1 / (1 + np.exp(-z.data)) - t) * out.grad

        out._backward = backward
        return out

    def step(batch: list[int]) -> None:
        total = Value(0.0)
        for sample in batch:
            signal: list[Any] = inputs[sample]
            for layer in layers[:-1]:
                signal = [
                    tanh(sum((w * x for w, x in zip(row, signal, strict=False)), row[-1]))
                    for row in layer
                ]
            row = layers[-1][0]
            z = sum((w * x for w, x in zip(row, signal, strict=False)), row[-1])
            total = total + loss_of(z, targets[sample][0])
        total = total * (1 / len(batch))
        for weight in weights:
            weight.grad = 0
        total.backward()
        for weight in weights:
            weight.data -= RATE * weight.grad

    def work(epochs: int) -> None:
        for _ in range(epochs):
            order = rng.permutation(case.samples).tolist()
            for first in range(0, case.samples, case.batch):
                step(order[first : first + case.batch])

    return work


def contenders(case: Case) -> dict[str, Work]:
    found = {"ours": ours(case), "without numba": ours(case, "buffered")}
    found["readable engine"] = ours(case, "readable")
    if importlib.util.find_spec("torch") is not None:
        found["PyTorch"] = pytorch(case)
    is_small = case.parameters <= MOST_OF_MICROGRAD and case.output == "sigmoid"
    if is_small and importlib.util.find_spec("micrograd") is not None:
        found["micrograd"] = micrograd(case)
    return found


def spent(work: Callable[[], object]) -> float:
    """The processor time of the work, without Python's collector of cycles: micrograd's nodes are
    such, and looking for them takes most of the time of its larger networks.
    """
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        gc.enable()


def seconds_per_step(case: Case, work: Work, epochs: int) -> float:
    return spent(lambda: work(epochs)) / (epochs * case.steps)


def dgemm() -> Callable[[], float]:
    """Of a product of large matrices the seconds of one floating-point operation."""
    a, b = np.random.default_rng(0).normal(size=(2, SIDE, SIDE))
    c = np.empty((SIDE, SIDE))
    return lambda: spent(lambda: np.dot(a, b, out=c)) / (2 * SIDE**3)


def measured(case: Case) -> tuple[dict[str, float], float]:
    """The least seconds of a step of each contender, and of a floating-point operation."""
    works, product, least_product = contenders(case), dgemm(), float("inf")
    epochs = {
        name: max(1, round(SECONDS / (case.steps * seconds_per_step(case, work, 1))))
        for name, work in works.items()
    }
    least = dict.fromkeys(works, float("inf"))
    for count in range(ROUNDS):
        least_product = min(least_product, product(), product())
        for name, work in works.items():
            if name != "micrograd" or count < ROUNDS_OF_MICROGRAD:
                found = seconds_per_step(case, work, epochs[name])
                least[name] = min(least[name], found)
    return least, least_product


def main() -> None:
    for module, sentence in (
        ("numba", "numba is not installed: ours runs without compiled kernels."),
        ("torch", "PyTorch is not installed (pip install torch): it is left out."),
        ("micrograd", "micrograd is not installed (pip install micrograd): it is left out."),
    ):
        if importlib.util.find_spec(module) is None:
            print(sentence)
    compiled.prepare()
    for case in CASES:
        least, product = measured(case)
        print(f"{case.name}: {1 / least['ours']:,.0f} steps/s, {least['ours'] * 1e6:.1f} µs a step")
        for name, seconds in least.items():
            if name != "ours":
                quotient = seconds / least["ours"]
                print(f"    {quotient:8.2f} times {name} ({seconds * 1e6:,.1f} µs)")
        if case.parameters > MOST_OF_MICROGRAD:
            for name in ("ours", "PyTorch"):
                if name in least:
                    share = case.product_flops * product / least[name]
                    print(f"    {share:.0%} of dgemm ({name}; {1e-9 / product:.1f} GF/s)")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
