"""What a training run costs, estimated from its sizes alone."""

from ...engine.network.optimizers import OPTIMIZERS
from ..estimate import SECONDS_PER_NUMBER, Estimate, Factor, Scale, included
from ..trace.build import count_parameters
from ..trace.scale import LAYER, PARAMETER, PLAIN, PLAIN_ACTIVATIONS, PRODUCT, ROUND, UNIT
from .schema import DATASETS, INCLUDES, OWN, TrainRequest

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


def estimate(asked: TrainRequest) -> Estimate:
    """An event that changes the batch size is not looked at."""
    network, include = asked.network, asked.include
    train, test = samples_of(asked)
    batch = min(asked.batch_size, train)
    steps = asked.epochs * -(-train // batch)
    frames = min(asked.frames.count, steps + 1)
    parameters = count_parameters(network)
    units = sum(
        layer.units * (PLAIN if layer.activation in PLAIN_ACTIVATIONS else 1)
        for layer in network.layers
    )
    calls = ROUND + LAYER * len(network.layers)
    state = len(OPTIMIZERS[asked.optimizer.name].state)
    products = 3 * PRODUCT * parameters + UNIT * units
    a_step = calls + batch * products + PARAMETER * parameters * (1 + state)
    a_frame = a_step + calls + (train + test) * products
    own = FRAME_NUMBERS
    if "weights" in include:
        own += parameters
    if "layers" in include:
        own += LAYER_NUMBERS * len(network.layers)
    if "batch" in include:
        own += batch
    numbers = frames * own + parameters
    if "data" in include:
        numbers += (train + test) * (network.inputs + network.layers[-1].units)
    seconds = steps * a_step + frames * a_frame + SECONDS_PER_NUMBER * numbers
    return Estimate(seconds, numbers)


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
