"""Named arrays, as a program keeps a network's weights and biases, put together to layers.

The names are those of PyTorch (``0.weight``, ``net.fc1.bias``), of Keras and JAX
(``dense/kernel``), or short ones (``W1``, ``b1``). Their numbers order the layers; where the names
alone do not, the one order in which the shapes fit.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..engine.arrays import Array
from .model import (
    FoundLayer,
    Limits,
    Model,
    Notice,
    NotImportable,
    check_counts,
    check_shape,
    written,
)

#: The words at the end of a name that are no part of the layer's.
KIND = re.compile(
    r"(?:(?:^|[._/])(?P<letter>[wb])|[._/]?(?P<word>weights?|kernels?|biases|bias))"
    r"(?=[._]?\d*(?::0)?$)",
    re.IGNORECASE,
)
#: Words of tensors of layers that are not fully connected, where they are vectors.
NORMALIZATION = re.compile(
    r"running_(mean|var)|num_batches|moving_(mean|variance)|gamma|beta|norm|scale", re.IGNORECASE
)
#: Words of weights that are fan-in × units.
INPUTS_FIRST = re.compile(r"kernel", re.IGNORECASE)
#: Those that number layers. Others, such as ², are letters of a name.
DIGITS = re.compile(r"[0-9]")
#: How many partial orders of the layers are tried.
MOST_TRIES = 500

Shape = Sequence[int]


@dataclass
class Named:
    """The tensors of one layer by their names."""

    layer: str
    weights: str = ""
    biases: str | None = None


@dataclass(frozen=True)
class Arrangement:
    """Which tensors make which layers, from the first to the output layer.

    :param inputs_first: are the weights fan-in × units?
    """

    layers: Sequence[Named]
    inputs_first: bool
    notices: Sequence[Notice]


def model_of(arranged: Arrangement, arrays: Mapping[str, Array]) -> Model:
    layers = []
    for named in arranged.layers:
        weights = arrays[named.weights]
        biases = None if named.biases is None else arrays[named.biases]
        name = named.layer or named.weights
        layers.append(FoundLayer(name, weights.T if arranged.inputs_first else weights, biases))
    return Model(layers, arranged.notices)


def arrange(shapes: Mapping[str, Shape], limits: Limits) -> Arrangement:
    """:param shapes: of all tensors by their names.

    :raises NotImportable: names what is no part of a fully connected network.
    """
    groups = list(grouped(shapes, limits).values())
    if not groups:
        raise NotImportable("error.import.no_layers")
    check_counts(list(shapes.values()), limits)
    ways = [
        (inputs_first, found)
        for inputs_first in (False, True)
        if biases_fit(groups, shapes, inputs_first)
        and (found := orders(groups, sizes(groups, shapes, inputs_first)))
    ]
    if not ways:
        raise unfitting(groups, shapes)
    named_so = all(INPUTS_FIRST.search(group.weights) for group in groups)
    inputs_first, found = ways[-1] if named_so else ways[0]
    if len(found) > 1:
        raise NotImportable("error.import.order", {"name": groups[0].weights})
    notices = [Notice("imported.inputs_first")] if inputs_first else []
    if list(found[0]) != sorted(found[0]):
        notices.append(Notice("imported.ordered"))
    return Arrangement([groups[at] for at in found[0]], inputs_first, notices)


def grouped(shapes: Mapping[str, Shape], limits: Limits) -> dict[str, Named]:
    """The tensors of each layer, the layers in the natural order of their names."""
    groups: dict[str, Named] = {}
    for name in sorted(shapes, key=natural):
        shape = shapes[name]
        check_shape(name, shape, limits)
        layer = KIND.sub("", name).removesuffix(":0")
        ending = KIND.search(name)
        is_bias = ending is not None and (ending["letter"] or ending["word"])[0] in "bB"
        names = {"name": name, "shape": written(shape)}
        if len(shape) == 0 or (len(shape) == 1 and NORMALIZATION.search(name)):
            raise NotImportable("error.import.normalization", names)
        if len(shape) == 1 and not is_bias:
            raise NotImportable("error.import.not_a_layer", names)
        group = groups.setdefault(layer, Named(layer))
        if len(shape) == 2 and not group.weights:
            group.weights = name
        elif len(shape) == 1 and group.biases is None:
            group.biases = name
        else:
            raise NotImportable("error.import.two_of_a_layer", names | {"layer": layer})
    for group in groups.values():
        if not group.weights:
            raise NotImportable("error.import.biases_alone", {"name": group.biases or ""})
    # By the names of the layers: b2 comes before W1, but the second layer after the first.
    return dict(sorted(groups.items(), key=lambda named: natural(named[0])))


def natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts ``fc10`` after ``fc9``."""
    return [(int(part[:9]), "") if DIGITS.match(part) else (-1, part) for part in parts(name)]


def parts(name: str) -> list[str]:
    return re.findall(r"[0-9]+|[^0-9]+", name)


def skeleton(name: str) -> str:
    """A name without its numbers: layers that share it are ordered by these."""
    return re.sub(r"[0-9]+", "0", name)


def sizes(
    groups: Sequence[Named], shapes: Mapping[str, Shape], inputs_first: bool
) -> list[tuple[int, int]]:
    """Fan-in and units of each layer."""
    found = []
    for group in groups:
        first, second = shapes[group.weights]
        found.append((first, second) if inputs_first else (second, first))
    return found


def biases_fit(groups: Sequence[Named], shapes: Mapping[str, Shape], inputs_first: bool) -> bool:
    return all(
        group.biases is None or shapes[group.biases][0] == units
        for group, (_, units) in zip(groups, sizes(groups, shapes, inputs_first), strict=True)
    )


def orders(groups: Sequence[Named], fits: Sequence[tuple[int, int]]) -> list[tuple[int, ...]]:
    """The orders in which each layer takes what the one before it gives: none, one, or two of many.
    Layers whose names differ by their numbers alone stay in the order of these.

    :param fits: fan-in and units of each layer.
    :raises NotImportable: there are too many to try.
    """
    found: list[tuple[int, ...]] = []
    beginnings = partial_orders([skeleton(group.layer) for group in groups], fits)
    for tries, order in enumerate(beginnings):
        if tries == MOST_TRIES:
            raise NotImportable("error.import.order", {"name": groups[0].weights})
        if len(order) == len(groups):
            found.append(order)
            if len(found) == 2:
                break
    return found


def partial_orders(
    skeletons: Sequence[str], fits: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, ...]]:
    """Every beginning of an order, the longest last of each."""
    #: The layer that must stand before each, as its name has the next smaller numbers.
    earlier: list[int | None] = [
        next((at for at in reversed(range(index)) if skeletons[at] == skeleton), None)
        for index, skeleton in enumerate(skeletons)
    ]
    waiting: list[tuple[int, ...]] = [()]
    while waiting:
        order = waiting.pop()
        yield order
        for index in reversed(range(len(skeletons))):
            fitting = not order or fits[order[-1]][1] == fits[index][0]
            comes = fitting and index not in order
            if comes and (earlier[index] is None or earlier[index] in order):
                waiting.append((*order, index))


def unfitting(groups: Sequence[Named], shapes: Mapping[str, Shape]) -> NotImportable:
    """Why the layers make no chain: the first that does not fit as PyTorch has it."""
    for group in groups:
        if group.biases is not None and shapes[group.biases][0] not in shapes[group.weights]:
            names = {"name": group.biases, "shape": written(shapes[group.biases])}
            return NotImportable("error.import.biases", names, units=shapes[group.weights][0])
    before = shapes[groups[0].weights][0]
    for group in groups[1:]:
        units, fan_in = shapes[group.weights]
        if fan_in != before:
            return NotImportable(
                "error.import.does_not_fit", {"name": group.weights}, inputs=fan_in, before=before
            )
        before = units
    return NotImportable("error.import.order", {"name": groups[0].weights})
