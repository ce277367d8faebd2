"""What a training run costs, estimated from its sizes alone."""

from ...engine.network.optimizers import OPTIMIZERS
from ...engine.network.runs.kernels import compiled, fused_run
from ..estimate import SECONDS_PER_NUMBER, Estimate, Factor, Scale, included
from ..trace.build import count_parameters
from ..trace.scale import MANY_CALLS, PLAIN_ACTIVATIONS
from ..trace.schema import NetworkRequest
from .schema import DATASETS, INCLUDES, OWN, TrainRequest

# Seconds, of the kernel with buffers: numpy's calls for a step and for one of its layers; a
# multiply-add in a product of matrices; all that is done with one unit for one sample; one
# parameter's update, and so many times as much for each array of the optimizer's state.
STEP = 40e-6
LAYER = 25e-6
PRODUCT = 0.08e-9
UNIT = 60e-9
PARAMETER = 1e-9
STATE = 3
#: Activations without an exponential take this part of the time.
PLAIN = 0.5
#: A frame measures a step of the readable engine, which takes so many times as long.
FRAME = 2
#: A step takes at most so long. Nothing interrupts it, and a client that leaves is to end its run
#: within a tenth of a second.
STEP_SECONDS = 0.04
#: Numbers of a frame besides those that are asked for, and of the measures of a layer.
FRAME_NUMBERS = 7
LAYER_NUMBERS = 4


def samples_of(asked: TrainRequest) -> tuple[int, int]:
    """How many samples there are for training, and for testing."""
    data = asked.data
    if data.name is None:
        return max(1, len(data.inputs or ())), len(data.test_inputs or ())
    known = {p.name: p.default for p in DATASETS[data.name].hyperparameters}
    known |= data.hyperparameters
    samples = max(1, int(known["samples"]))
    train = min(samples, max(1, round(known["train_share"] * samples)))
    return train, samples - train


def pass_seconds(network: NetworkRequest) -> float:
    """Seconds that one sample takes forward and back, where it is one of many."""
    units = sum(
        layer.units
        * (PLAIN if layer.activation in PLAIN_ACTIVATIONS else 1)
        * MANY_CALLS.get(layer.activation, 1)
        for layer in network.layers
    )
    return 3 * PRODUCT * count_parameters(network) + UNIT * units


def most_batch(network: NetworkRequest) -> int:
    """How many samples a step may learn from: it is not interrupted."""
    return max(1, int(STEP_SECONDS / pass_seconds(network)))


def step_seconds(network: NetworkRequest, batch: int, state: int) -> float:
    """Seconds of a step that learns from so many samples, with so many arrays of state."""
    parameters = count_parameters(network)
    if compiled.STATE.kernel is not None and parameters <= fused_run.MOST_PARAMETERS:
        units = sum(layer.units for layer in network.layers)
        a_sample = fused_run.PARAMETER_SECONDS * parameters + fused_run.UNIT_SECONDS * units
        return fused_run.STEP_SECONDS + batch * a_sample + PARAMETER * parameters * (1 + state)
    return (
        calls_seconds(network)
        + batch * pass_seconds(network)
        + PARAMETER * parameters * (1 + STATE * state)
    )


def calls_seconds(network: NetworkRequest) -> float:
    """Seconds of numpy's calls for a step."""
    return STEP + LAYER * sum(MANY_CALLS.get(layer.activation, 1) for layer in network.layers)


def estimate(asked: TrainRequest) -> Estimate:
    """Of events that change the batch size or add samples only the numbers are counted."""
    network, include = asked.network, asked.include
    train, test = samples_of(asked)
    batch = min(asked.batch_size, train)
    steps = asked.epochs * -(-train // batch)
    if asked.stop.steps is not None:
        steps = min(steps, asked.stop.steps)
    frames = min(asked.frames.count, max(0, steps - asked.frames.first) + 1)
    parameters = count_parameters(network)
    state = len(OPTIMIZERS[asked.optimizer.name].state)
    a_step = step_seconds(network, batch, state)
    measured = 2 * calls_seconds(network) + batch * pass_seconds(network)
    a_frame = FRAME * measured + (train + test) * pass_seconds(network)
    own = FRAME_NUMBERS
    if "weights" in include:
        own += parameters
    if "layers" in include:
        own += LAYER_NUMBERS * len(network.layers)
    if "batch" in include:
        own += largest_batch(asked, train)
    if "optimizer_state" in include:
        own += largest_state(asked) * parameters
    numbers = frames * own + parameters
    if "data" in include:
        numbers += (train + test) * (network.inputs + network.layers[-1].units)
    seconds = steps * a_step + frames * a_frame + SECONDS_PER_NUMBER * numbers
    return Estimate(seconds, numbers)


def largest_batch(asked: TrainRequest, train: int) -> int:
    """How many samples a step may have in the course of a run that begins with ``train``."""
    changes = (event.changed.batch_size for event in asked.events if event.changed is not None)
    added = sum(len(event.add.inputs) for event in asked.events if event.add is not None)
    return min(max([asked.batch_size, *filter(None, changes)]), train + added)


def largest_state(asked: TrainRequest) -> int:
    """How many arrays of state the run has at most."""
    changes = (event.changed.optimizer for event in asked.events if event.changed is not None)
    names = [asked.optimizer.name, *(each.name for each in changes if each is not None)]
    return max(len(OPTIMIZERS[name].state) for name in names)


def with_frames(asked: TrainRequest, count: int) -> TrainRequest:
    frames = asked.frames.model_copy(update={"count": count})
    return asked.model_copy(update={"frames": frames})


def with_samples(asked: TrainRequest, count: int) -> TrainRequest:
    rows = {name: (getattr(asked.data, name) or [])[:count] or None for name in OWN}
    return asked.model_copy(update={"data": asked.data.model_copy(update=rows)})


SCALE = Scale(
    estimate,
    factors=(
        Factor(
            ("frames", "count"),
            "error.lower.value",
            lambda asked: asked.frames.count,
            with_frames,
        ),
        Factor(
            ("data", "inputs"),
            "error.lower.samples",
            lambda asked: len(asked.data.inputs or (0,)),
            with_samples,
        ),
    ),
    parts=tuple(map(included, INCLUDES)),
    otherwise=("network", "layers"),
)
