"""A step reads only what is given or written before; every number is written once."""

from collections import Counter

import orjson
import pytest
from hypothesis import given

from app.explain.notation import Address
from app.explain.steps import RULES, Cache, Step, steps, steps_json
from app.explain.topology import LayerShape, Topology
from tests.explain.evaluate import leaves, without_sample
from tests.explain.passes import Case, cases

S = LayerShape
DOCUMENT = Topology(2, tuple(S(n, "sigmoid", False) for n in (3, 2, 1)), "half_squared_error")
WIDE = [
    Topology(784, (S(256, "relu"), S(128, "relu"), S(10, "softmax")), loss)
    for loss in ("cross_entropy", "half_squared_error")
] + [
    Topology(3, (S(70, "softmax"), S(40, "tanh", frozen="biases")), "huber", 3),
    Topology(40, (S(33, "gelu"), S(65, "sigmoid")), "binary_cross_entropy", 2, "sum", "adam"),
    Topology(2, (S(65, "tanh", True, "all"), S(100, "relu", False)), "squared_error", 9),
    Topology(2, (S(65, "tanh"), S(66, "softmax")), "mean_squared_error"),
    Topology(2, (S(65, "tanh"), S(66, "softmax")), "cross_entropy", 2),
]
BY_UNIT = ("z", "a", "b", "error", "delta", "slope", "db", "new_b")
BY_EDGE = ("w", "dw", "new_w")


def entries(topology: Topology, address: str) -> list[str]:
    """The single numbers that an address stands for: "a1" for every a1.i, "w2.3" for its row."""
    at = Address.parse(address)
    if at.array in ("loss", "eta"):
        return [address]
    if at.array in ("x", "t"):
        sizes: tuple[int, ...] = (topology.inputs if at.array == "x" else topology.outputs,)
    else:
        sizes = (topology.layer(at.layer).units,)
        if at.array in BY_EDGE:
            sizes = (*sizes, topology.fan_in(at.layer))
    found = [without_sample(address)]
    for size in sizes[len(at.indices) :]:
        found = [f"{prefix}.{k}" for prefix in found for k in range(size)]
    return found


def everything(topology: Topology) -> set[str]:
    """All that a pass and its update write."""
    arrays = ["loss"]
    for number, layer in enumerate(topology.layers, start=1):
        kinds = ["z", "a", "error", "delta", "dw"]
        kinds += ["db"] if layer.has_bias else []
        kinds += ["new_w"] if layer.frozen != "all" else []
        kinds += ["new_b"] if layer.has_bias and layer.frozen == "none" else []
        arrays += [f"{kind}{number}" for kind in kinds]
    return {name for array in arrays for name in entries(topology, array)}


def given_numbers(topology: Topology) -> set[str]:
    arrays = ["eta", "x", "t"]
    for number, layer in enumerate(topology.layers, start=1):
        arrays += [f"w{number}", *([f"b{number}"] if layer.has_bias else [])]
    return {name for array in arrays for name in entries(topology, array)}


def assert_laws(topology: Topology) -> list[Step]:
    known = given_numbers(topology)
    written: Counter[str] = Counter()
    made = steps(topology)
    for step in made:
        reads = {name for address in step.reads for name in entries(topology, address)}
        writes = [name for address in step.writes for name in entries(topology, address)]
        unknown = {name.replace("slope", "z", 1) for name in reads} - known
        assert not unknown, (step.rule, step.layer, step.unit, sorted(unknown)[:3])
        assert len(step.reads) == len(set(step.reads))
        for tree in (step.formula, step.figure):
            used = {
                name
                for leaf in leaves(tree)
                for name in entries(topology, leaf)
                if name not in ("x", "t")
            }
            assert used <= reads | set(writes) | {"eta"}, (step.rule, used - reads)
        written.update(writes)
        known |= set(writes)
        assert step.rule in RULES
    assert set(written) == everything(topology)
    assert set(written.values()) == {1}
    return made


@given(cases())
def test_a_step_reads_only_what_is_known_and_everything_is_written_once(each: Case) -> None:
    assert_laws(each.topology)


@pytest.mark.parametrize("topology", WIDE)
def test_the_laws_hold_for_layers_that_go_as_a_whole(topology: Topology) -> None:
    for step in assert_laws(topology):
        assert (step.unit is None) == (topology.layer(step.layer).units > 64)
        assert (step.unit is None) == step.rule.endswith("_layer")


@given(cases())
def test_the_phases_follow_each_other_and_all_updates_come_last(each: Case) -> None:
    order = {"forward": 0, "loss": 1, "backward": 2, "update": 3}
    phases = [order[step.phase] for step in steps(each.topology)]
    assert phases == sorted(phases)


def test_the_documents_network_has_eighteen_steps_in_the_order_of_its_figures() -> None:
    made = steps(DOCUMENT)
    assert Counter(step.phase for step in made) == {
        "forward": 6,
        "loss": 1,
        "backward": 5,
        "update": 6,
    }
    first_to_last = [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 0)]
    last_to_first = [(3, 0), (2, 0), (2, 1), (1, 0), (1, 1), (1, 2)]
    places = [(step.layer, step.unit) for step in made]
    assert places == [*first_to_last, *last_to_first, *first_to_last]


def test_up_to_64_units_a_layer_goes_unit_by_unit() -> None:
    made = steps(Topology(2, (S(64, "tanh"), S(1, "linear")), "huber"))
    assert len(made) == 65 + 1 + 64 + 65


def test_the_rules_are_exactly_those_that_occur() -> None:
    frozen = Topology(2, (S(2, "tanh", True, "all"), S(2, "tanh")), "huber")
    softmax = S(2, "softmax")
    soft = Topology(2, (softmax, softmax), "huber")
    made = [step for topology in (*WIDE, frozen, soft) for step in steps(topology)]
    assert {step.rule for step in made} == set(RULES)


def largest_of_single_units(samples: int) -> Topology:
    """The largest network whose steps go unit by unit. ``make bench`` times it."""
    layers = tuple(S(64, "tanh") for _ in range(16))
    return Topology(64, layers, "half_squared_error", samples)


@pytest.mark.parametrize("samples", [1, 1024])
def test_the_largest_network_of_single_units_stays_small(samples: int) -> None:
    made = orjson.dumps(steps(largest_of_single_units(samples)))
    # Measured: 5.1 MB, and 7.8 MB with sums over a batch.
    assert len(made) < (6_000_000 if samples == 1 else 8_500_000)


def test_the_json_of_a_topology_is_made_once() -> None:
    assert steps_json(DOCUMENT) is steps_json(DOCUMENT)
    first = orjson.loads(steps_json(DOCUMENT))[0]
    assert first["reads"] == ["x.0", "x.1", "w1.0.0", "w1.0.1"]
    assert first["writes"] == ["z1.0", "a1.0"]


def test_the_cache_drops_the_oldest_beyond_its_number_and_its_size() -> None:
    networks = [Topology(n, (S(1, "linear"),), "huber") for n in (1, 2, 3)]
    by_number = Cache(entries=2, size=10**6)
    for topology in networks:
        by_number.get(topology)
    assert list(by_number.stored) == networks[1:]
    assert by_number.bytes == sum(map(len, by_number.stored.values()))
    by_size = Cache(entries=9, size=len(by_number.get(networks[2])) + 1)
    for topology in networks:
        by_size.get(topology)
    assert list(by_size.stored) == networks[2:]
    nothing = Cache(entries=9, size=1)
    nothing.get(networks[0])
    assert not nothing.stored
