"""What a descent costs, estimated from its sizes and the length of its function."""

from collections.abc import Mapping, Sequence

from ...labs.descent.contours import TYPICAL_HALVINGS
from ...labs.descent.network_slice import ParameterAddress
from ...labs.descent.surface import MAX_GRID_WORK, side_for
from ...labs.expression.parse import words
from ..estimate import SECONDS_PER_NUMBER, Estimate, Factor, Scale, counted, included
from ..graph.scale import calls, count_nodes
from ..limits import LIMITS
from ..trace.build import count_parameters
from ..trace.scale import LAYER, MANY_CALLS, PLAIN, PLAIN_ACTIVATIONS, PRODUCT, ROUND, UNIT
from ..trace.scale import with_samples as trace_with_samples
from .schema import DescentRequest, SliceRequest

# Seconds: for a node's derivative in symbols, a step of a run, a node in a step, and a node's value
# for one row of data there and back; a value of the map under the paths, its contours, and a step
# that is explained.
DERIVATIVE = 300e-6
STEP = 25e-6
NODE = 1.8e-6
ROW = 14e-9
MAP_VALUE = 2.4e-9
CONTOURS = 18e-3
EXPLAINED = 150e-6
#: For a value of the map or of a row, one of these counts as so many nodes: as 5 up to an argument
#: of about 10⁵, as 20 beyond, where it is reduced by many digits of π. This is between the two.
SLOW = ("sin", "cos")
SLOW_NODES = 9
#: The contours of a wave are longer, of its poles and jumps too, and take this many times as long.
WAVES = ("sin", "cos", "tan")
LONGER = 10
#: A parameter of a network that learns whole: copied into a vector and back.
PARAMETER = 12e-9
#: The forward part of what a unit costs.
FORWARD = 0.4
#: Numbers in the answer: of each step two points and gradients, a value and a norm; of an explained
#: step.
STEP_NUMBERS = 6
EXPLAINED_NUMBERS = 60
#: The points of the contours of most maps; and at how many points the contours of the coarsest map
#: are followed, however costly a value is.
CONTOUR_POINTS = 5_000
FEWEST_FOLLOWED = 1_500


def rows_of(asked: DescentRequest) -> int:
    return max(1, len(next(iter((asked.data or {}).values()), ())))


def function_seconds(asked: DescentRequest) -> tuple[float, float]:
    """Seconds of a step, and of the map with what is prepared for it."""
    nodes, rows = count_nodes(asked.function or ""), rows_of(asked)
    called = calls(words(asked.function or ""))
    slower = 1 + (SLOW_NODES - 1) * sum(map(called.count, SLOW)) / nodes
    variables = len(asked.start or ())
    a_step = STEP + NODE * nodes + ROW * slower * nodes * rows
    if asked.batch is not None:  # the value over all rows, the gradient over the batch's
        a_step *= 2
    prepared = DERIVATIVE * nodes
    if variables < 2:
        return a_step, prepared
    cost = nodes * rows
    followed = min(cost * CONTOUR_POINTS * TYPICAL_HALVINGS, MAX_GRID_WORK)
    values = max(followed, cost * FEWEST_FOLLOWED) + cost * points_of(asked, cost)
    longer = LONGER if any(wave in called for wave in WAVES) else 1
    return a_step, prepared + longer * CONTOURS + MAP_VALUE * slower * values


def network_seconds(asked: DescentRequest, sliced: SliceRequest) -> tuple[float, float]:
    """The same of a network: a step is a pass, and the map a forward pass at every point, from the
    first layer that has one of the two weights.
    """
    network, samples = sliced.request.network, len(sliced.request.inputs)
    parameters = count_parameters(network)
    places = [ParameterAddress.parse(address) for address in (sliced.x, sliced.y)]
    first = min((place.layer for place in places if place is not None), default=1) - 1
    fan_in, passed, moving, cost = network.inputs, 0.0, 0.0, 0
    for index, layer in enumerate(network.layers):
        plain = PLAIN if layer.activation in PLAIN_ACTIVATIONS else 1
        unit = UNIT * plain * MANY_CALLS.get(layer.activation, 1)
        products = layer.units * fan_in
        passed += LAYER + samples * (3 * PRODUCT * products + unit * layer.units)
        if index >= first:
            moving += samples * (PRODUCT * products + FORWARD * unit * layer.units)
            cost += samples * (products + layer.units)
        fan_in = layer.units
    learned = PARAMETER * parameters * 2 if sliced.learn == "all" else PARAMETER * parameters
    return STEP + ROUND + passed + learned, CONTOURS + moving * points_of(asked, cost)


def points_of(asked: DescentRequest, cost: int) -> int:
    """The points at which the map is worked out, at ``cost`` values for one."""
    points = side_for(cost) ** 2
    if "surface" in asked.include:
        points += side_for(cost, LIMITS["surface_side"]) ** 2
    return points


def estimate(asked: DescentRequest) -> Estimate:
    a_step, drawn = (
        function_seconds(asked) if asked.network is None else network_seconds(asked, asked.network)
    )
    steps = (asked.steps + 1) * len(asked.runs)
    explained = 0 if asked.explain is None else min(asked.explain.count, asked.steps)
    numbers = STEP_NUMBERS * steps + EXPLAINED_NUMBERS * explained + 2 * CONTOUR_POINTS
    if "surface" in asked.include:
        numbers += LIMITS["surface_side"] ** 2
    seconds = a_step * steps + drawn + EXPLAINED * explained
    if asked.model is not None:
        numbers += explained * rows_of(asked)
        seconds += DERIVATIVE * count_nodes(asked.model.expression)
    return Estimate(seconds + SECONDS_PER_NUMBER * numbers, numbers)


def with_rows(asked: DescentRequest, count: int) -> DescentRequest:
    data: Mapping[str, Sequence[float]] = asked.data or {}
    return asked.model_copy(
        update={"data": {name: column[:count] for name, column in data.items()}}
    )


def samples_of(asked: DescentRequest) -> int:
    return 1 if asked.network is None else len(asked.network.request.inputs)


def with_samples(asked: DescentRequest, count: int) -> DescentRequest:
    assert asked.network is not None, "with one sample there is nothing to lower"
    request = trace_with_samples(asked.network.request, count)
    return asked.model_copy(
        update={"network": asked.network.model_copy(update={"request": request})}
    )


SCALE = Scale(
    estimate,
    factors=(
        counted("steps"),
        Factor(
            ("runs",),
            "error.lower.runs",
            lambda asked: len(asked.runs),
            lambda asked, count: asked.model_copy(update={"runs": asked.runs[:count]}),
        ),
        Factor(("data",), "error.lower.rows", rows_of, with_rows),
        Factor(("network", "request", "inputs"), "error.lower.samples", samples_of, with_samples),
    ),
    parts=(included("surface"),),
    otherwise=("function",),
)
