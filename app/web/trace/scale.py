"""What a trace costs, estimated from its sizes alone."""

from ...engine.network.optimizers import OPTIMIZERS
from ..estimate import SECONDS_PER_NUMBER, Estimate, Factor, Scale, counted, included
from .build import count_parameters, count_steps
from .schema import INCLUDES, NetworkRequest, TraceRequest, UpdateRequest

# Seconds: numpy's calls for a round and for one of its layers; a multiply-add in a product of
# matrices; all that is done with one unit for one sample; one parameter's update, and as much again
# for each array of the optimizer's state.
ROUND = 50e-6
LAYER = 40e-6
PRODUCT = 0.25e-9
UNIT = 70e-9
PARAMETER = 8e-9
#: The figures' rule is worked out beside the gradient's.
WITH_RULE = 1.5
#: Activations without an exponential take this part of the time.
PLAIN = 0.15
PLAIN_ACTIVATIONS = ("linear", "relu", "leaky_relu")
#: A layer takes so many times as long with an activation that is made of many calls.
MANY_CALLS = {"gelu": 5, "softmax": 1.5}
#: A step of the walkthrough, and its LaTeX in both notations.
STEP = 90e-6
STEP_LATEX = 700e-6
#: With this many samples the LaTeX of a step takes twice as long as with few.
LATEX_SAMPLES = 400
#: A parameter's two numbers in the figures' rule, with their ratio.
RULE = 30e-9
# A gradient check: the calls for a layer and each later one, one unit of a sample with one unit
# moved, and a multiply-add of it. Activations without an exponential take a part of the time.
CHECK_CALLS = 60e-6
CHECK_UNIT = 200e-9
CHECK_PRODUCT = 0.5e-9
CHECK_PLAIN = 0.5
#: What a step takes in an answer, in numbers.
STEP_NUMBERS = 150
LATEX_NUMBERS = 120


def rounds_seconds(asked: UpdateRequest) -> float:
    """Seconds for every pass and update."""
    network, samples = asked.network, len(asked.inputs)
    parameters = count_parameters(network)
    state = len(OPTIMIZERS[asked.optimizer.name].state)
    units = sum(
        layer.units * (PLAIN if layer.activation in PLAIN_ACTIVATIONS else 1)
        for layer in network.layers
    )
    one = (
        ROUND
        + LAYER * sum(MANY_CALLS.get(layer.activation, 1) for layer in network.layers)
        + samples * (3 * PRODUCT * parameters + UNIT * units)
        + PARAMETER * parameters * (1 + state)
    )
    return asked.round * one * (WITH_RULE if asked.rule == "as_drawn" else 1)


def check_seconds(network: NetworkRequest, samples: int) -> float:
    """Seconds for the quotients of every parameter: each unit of each sample is moved."""
    seconds, after, calls = 0.0, 0.0, 1
    fan_ins = [network.inputs, *(layer.units for layer in network.layers)]
    for layer, fan_in in reversed(list(zip(network.layers, fan_ins, strict=False))):
        plain = layer.activation in PLAIN_ACTIVATIONS
        after += CHECK_UNIT * layer.units * (CHECK_PLAIN if plain else 1)
        seconds += samples * layer.units * after + CHECK_CALLS * calls
        after += CHECK_PRODUCT * fan_in * layer.units
        calls += 1
    return seconds


def estimate(asked: TraceRequest) -> Estimate:
    network, samples, include = asked.network, len(asked.inputs), asked.include
    parameters = count_parameters(network)
    units = sum(layer.units for layer in network.layers)
    steps = count_steps(network) if "steps" in include or "latex" in include else 0
    seconds = rounds_seconds(asked)
    numbers = samples * (4 * units + network.inputs + 1) + 3 * parameters + asked.round
    if "steps" in include:
        seconds += STEP * steps
        numbers += STEP_NUMBERS * steps
    if "steps" in include or "slopes" in include:
        numbers += samples * units
    if "latex" in include:
        seconds += STEP_LATEX * steps * (1 + samples / LATEX_SAMPLES)
        numbers += LATEX_NUMBERS * steps
    if "as_drawn" in include:
        seconds += RULE * parameters
        numbers += samples * units + 4 * parameters
    if "optimizer" in include:
        optimizer = OPTIMIZERS[asked.optimizer.name]
        numbers += (len(optimizer.rule) + len(optimizer.state)) * parameters
    if "check" in include:
        seconds += check_seconds(network, samples)
        numbers += 2 * parameters
    return Estimate(seconds + SECONDS_PER_NUMBER * numbers, numbers)


def with_samples(asked: TraceRequest, count: int) -> TraceRequest:
    rows = {"inputs": asked.inputs[:count], "targets": asked.targets[:count]}
    return asked.model_copy(update=rows)


SCALE = Scale(
    estimate,
    factors=(
        counted("round"),
        Factor(("inputs",), "error.lower.samples", lambda asked: len(asked.inputs), with_samples),
    ),
    parts=tuple(map(included, INCLUDES)),
    otherwise=("network", "layers"),
)
