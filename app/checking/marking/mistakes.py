"""The mistakes that people make in a backward pass: what each would have written.

To add one, write a working and put a `Mistake` into `MISTAKES`, its sentence under
``mark.mistake.<code>`` into the catalogues, and its code into the ``mistakes`` of the question of
learners whose answer explains it (`app.web.lesson.asked.table`); the marking, the API and the
generated tests pick it up. A working gets the sheet, the address and how numbers are read there;
it gives what somebody who makes the mistake writes at this address, the likeliest first. The order
of the table is the order in which two mistakes are named that give the same number.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import nan

from ...explain.notation import Address
from ...explain.values import Read
from .sheet import (
    SLOPES_FROM_OUTPUT,
    Sheet,
    mark_of,
    outputs_and_targets,
    ratio,
    sample_marks,
    slope_at,
    where,
)

Working = Callable[[Sheet, Address, Read], Iterable[float]]
#: In the place of the likeliest number: what comes after it is less likely than other mistakes.
UNLIKELY = nan


#: How far a mistake reaches: at one place alone, at all numbers of a layer, at the whole pass.
AT_A_PLACE, IN_LAYER, EVERYWHERE = "place", "layer", "pass"


@dataclass(frozen=True)
class Mistake:
    """``workings``: by the array of the address, what is written there. ``reach``: a right number
    within it, which the mistake would have changed, speaks against the mistake.
    """

    code: str
    workings: dict[str, Working]
    reach: str = AT_A_PLACE


# --- what the workings read -----------------------------------------------------------------------


def is_output(sheet: Sheet, at: Address) -> bool:
    return at.layer == sheet.depth


def right(sheet: Sheet, at: Address, get: Read) -> float:
    """What the right rule gives there, from the numbers that are read."""
    name = f"{at.array}{where(at)}" if at.layer else at.array
    return sheet.rule(name + ("" if at.sample is None else f"@{at.sample}")).work(get)


def deltas_behind(sheet: Sheet, at: Address) -> list[tuple[str, str]]:
    """The weight and the δ of each branch of a hidden unit."""
    later, (unit,) = at.layer + 1, at.indices
    mark = mark_of(at)
    return [(f"w{later}.{k}.{unit}", f"delta{later}.{k}{mark}") for k in range(sheet.units(later))]


def arriving(
    sheet: Sheet, at: Address, get: Read, array: str = "delta"
) -> list[tuple[float, float]]:
    """The numbers of the branches; ``array`` in the place of δ."""
    return [
        (get(weight), get(delta.replace("delta", array, 1)))
        for weight, delta in deltas_behind(sheet, at)
    ]


def has_slope(sheet: Sheet, at: Address) -> bool:
    """Is δ of this layer ∂C/∂a times f'(z)?"""
    return sheet.layer(at.layer).activation.elementwise and not sheet.has_fused_delta(at.layer)


def input_of(sheet: Sheet, at: Address, mark: str) -> str:
    """The address of a weight's input."""
    return sheet.signal(at.layer - 1, at.indices[1], mark)


def others(count: int, unit: int) -> list[int]:
    return [k for k in range(count) if k != unit]


def exchanging(get: Read, instead: Mapping[str, str]) -> Read:
    """Reads other addresses ``instead`` of some."""
    return lambda address: get(instead.get(address, address))


# --- the loss and the first error -----------------------------------------------------------------


def first_minus(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    if is_output(sheet, at):
        yield -right(sheet, at, get)


def minus(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    if at.array == "delta" and not is_output(sheet, at):
        yield UNLIKELY
    yield -right(sheet, at, get)


def uphill(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """w + η ∂C/∂w."""
    parameter = f"{at.array[-1]}{where(at)}"
    yield get(parameter) - get(f"step_{parameter}")


def doubled_or_halved(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    if at.array == "delta" and not sheet.has_fused_delta(at.layer):
        return
    if at.array == "error" and not is_output(sheet, at):
        return
    value = right(sheet, at, get)
    # Who is asked for ½(…)² forgets the ½; for another, adds one.
    has_half = "half" in sheet.network.loss.name
    yield from (2 * value, value / 2) if has_half else (value / 2, 2 * value)


def is_first(sheet: Sheet, at: Address) -> bool:
    """Is it a number in which the loss comes in?"""
    return at.array == "loss" or (
        is_output(sheet, at)
        and (at.array == "error" or (at.array == "delta" and sheet.has_fused_delta(at.layer)))
    )


def with_count(is_mean: bool) -> Working:
    """A sum where a mean over outputs or samples is asked for, or the other way round."""

    def working(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
        if not is_first(sheet, at):
            return
        samples = 1 if is_one_loss(at) else sheet.samples
        for count, is_asked in (
            (sheet.outputs, "mean" in sheet.network.loss.name),
            (samples, sheet.reduction == "mean"),
        ):
            if count > 1 and is_asked == is_mean:
                value = right(sheet, at, get)
                yield value * count if is_mean else value / count

    return working


averaged, summed = with_count(is_mean=False), with_count(is_mean=True)


def is_one_loss(at: Address) -> bool:
    """Is it the loss of one sample?"""
    return at.array == "loss" and at.sample is not None


def swapped(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """Target and output in each other's place."""
    if not is_first(sheet, at):
        if has_slope(sheet, at) and is_output(sheet, at) and at.array == "delta":
            yield from swapped_slope(sheet, at, get)
        return
    a, t = outputs_and_targets(sheet, mark_of(at))
    yield right(sheet, at, exchanging(get, dict(zip(a + t, t + a, strict=True))))


def swapped_slope(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """t(1 − t) in the place of a(1 − a)."""
    from_output = SLOPES_FROM_OUTPUT.get(sheet.layer(at.layer).activation.name)
    if from_output is not None:
        mark = mark_of(at)
        error = get(f"error{where(at)}{mark}")
        slope = from_output(get(f"t.{at.indices[0]}{mark}"))
        yield -error * slope
        yield error * slope


def other_class(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """The 1 of the target at another output."""
    if at.array == "loss" and at.sample is None and sheet.samples > 1:
        return
    _, t = outputs_and_targets(sheet, mark_of(at))
    *zeros, _ = sorted(map(get, t))
    if any(zeros) or len(t) < 2 or not is_first(sheet, at):
        return
    for moved in range(1, len(t)):
        rotated = dict(zip(t, t[moved:] + t[:moved], strict=True))
        yield right(sheet, at, exchanging(get, rotated))


def elementwise(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """∂C/∂a · a(1 − a) at a softmax, as if its outputs did not depend on the other z."""
    if sheet.layer(at.layer).activation.elementwise:
        return
    name, mark = where(at), mark_of(at)
    a = get(f"a{name}{mark}")
    yield get(f"error{name}{mark}") * a * (1 - a)
    if sheet.has_fused_delta(at.layer):
        yield right(sheet, at, get) * a * (1 - a)


# --- slopes ---------------------------------------------------------------------------------------


def without_slope(is_asked: Callable[[Sheet, Address], bool]) -> Working:
    def working(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
        if has_slope(sheet, at) and is_asked(sheet, at):
            yield get(f"error{where(at)}{mark_of(at)}")

    return working


def errors_carried(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """Σ w ∂C/∂a of the next layer, in which its slopes are missing."""
    if not is_output(sheet, at) and has_slope(sheet, later(at)):
        yield sum(weight * error for weight, error in arriving(sheet, at, get, "error"))


def later(at: Address) -> Address:
    return Address(at.array, at.layer + 1, at.indices, at.sample)


def with_slope(slope: Callable[[Sheet, Address, Read], Iterable[float]]) -> dict[str, Working]:
    """δ with another slope, and that slope where it is written by itself."""

    def working(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
        if has_slope(sheet, at):
            error = get(f"error{where(at)}{mark_of(at)}")
            yield from (error * each for each in slope(sheet, at, get))

    return {"delta": working, "slope": slope}


def at_activation(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """f'(a)."""
    activation = sheet.layer(at.layer).activation
    yield slope_at(activation, get(f"a{where(at)}{mark_of(at)}"))


def z_one_minus_z(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """z(1 − z), or 1 − z² of a tanh."""
    from_output = SLOPES_FROM_OUTPUT.get(sheet.layer(at.layer).activation.name)
    if from_output is not None:
        yield from_output(get(f"z{where(at)}{mark_of(at)}"))


def of_next_layer(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """A slope of the layer after: of the unit with the same number, else of any."""
    if is_output(sheet, at) or not sheet.layer(at.layer + 1).activation.elementwise:
        return
    count, (unit,) = sheet.units(at.layer + 1), at.indices
    same = [unit] if unit < count else []
    for k in [*same, *others(count, unit)]:
        yield get(f"slope{at.layer + 1}.{k}{mark_of(at)}")


def slopes_of_branches(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """δ with the slope of each branch's own unit once more in the place of its own."""
    yield from with_slope(of_next_layer)["delta"](sheet, at, get)
    if is_output(sheet, at) or not has_slope(sheet, at):
        return
    if sheet.layer(at.layer + 1).activation.elementwise:
        pairs = zip(arriving(sheet, at, get), arriving(sheet, at, get, "slope"), strict=True)
        yield sum(weight * delta * slope for (weight, delta), (_, slope) in pairs)


# --- the sum over the branches --------------------------------------------------------------------


def hidden(working: Working) -> Working:
    """Only at a hidden layer."""

    def only(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
        return () if is_output(sheet, at) else working(sheet, at, get)

    return only


def by_updated(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    yield sum(get(f"new_{weight}") * get(delta) for weight, delta in deltas_behind(sheet, at))


def forward_transposed(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """z = Σ_i w_ij a_i + b."""
    (unit,), mark, fan_in = at.indices, mark_of(at), sheet.units(at.layer - 1)
    if sheet.units(at.layer) == fan_in:
        total = sum(
            get(f"w{at.layer}.{i}.{unit}") * get(sheet.signal(at.layer - 1, i, mark))
            for i in range(fan_in)
        )
        bias = sheet.layer(at.layer).biases is not None
        yield total + (get(f"b{at.layer}.{unit}") if bias else 0.0)


def back_transposed(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """Σ_k w_jk δ_k."""
    if sheet.units(at.layer) == sheet.units(at.layer + 1):
        (unit,) = at.indices
        yield sum(
            get(f"w{at.layer + 1}.{unit}.{k}") * get(delta)
            for k, (_, delta) in enumerate(deltas_behind(sheet, at))
        )


def one_branch(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    branches = arriving(sheet, at, get)
    if len(branches) > 1:
        yield from (weight * delta for weight, delta in branches)


def mean_of_branches(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    branches = arriving(sheet, at, get)
    if len(branches) > 1:
        yield sum(weight * delta for weight, delta in branches) / len(branches)


def in_proportion(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """Each δ split by the size of the weights that enter its unit: all of it for a single one."""
    units = range(sheet.units(at.layer))
    if len(units) < 2:
        return
    for array in ("delta", "error"):
        for size in (abs, float):
            total = 0.0
            for k, (weight, arrived) in enumerate(arriving(sheet, at, get, array)):
                entering = sum(size(get(f"w{at.layer + 1}.{k}.{i}")) for i in units)
                total += ratio(size(weight), entering) * arrived
            yield total


def sum_of_gradients(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """Σ of the gradients of the weights that leave the unit."""
    (unit,) = at.indices
    yield sum(get(f"dw{at.layer + 1}.{k}.{unit}") for k in range(sheet.units(at.layer + 1)))


def by_outputs(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    yield sum(weight * a for weight, a in arriving(sheet, at, get, "a"))


def by_other_deltas(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """The weights with each other's δ."""
    branches = arriving(sheet, at, get)
    count = len(branches)
    for moved in range(1, count):
        yield sum(branches[k][0] * branches[(k + moved) % count][1] for k in range(count))


def delta_of_another(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    for k in others(sheet.units(at.layer), at.indices[0]):
        yield get(f"delta{at.layer}.{k}{mark_of(at)}")


# --- gradients and the update ---------------------------------------------------------------------


def by_errors(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """∂C/∂w or ∂C/∂b with ∂C/∂a in the place of δ."""
    if has_slope(sheet, at):
        yield by_array(sheet, at, get, f"error{at.layer}.{at.indices[0]}")


def by_array(sheet: Sheet, at: Address, get: Read, name: str) -> float:
    """∂C/∂w or ∂C/∂b with the numbers of ``name`` as δ."""
    marks = sample_marks(sheet)
    if at.array == "dw":
        return sum(get(name + mark) * get(input_of(sheet, at, mark)) for mark in marks)
    return sum(get(name + mark) for mark in marks)


def gradient_of_neighbour(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    for k in others(sheet.units(at.layer), at.indices[0]):
        yield by_array(sheet, at, get, f"delta{at.layer}.{k}")


def sum_of_deltas(sheet: Sheet, at: Address, get: Read) -> float:
    return sum(get(f"delta{at.layer}.{at.indices[0]}{mark}") for mark in sample_marks(sheet))


def by_weight(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    yield sum_of_deltas(sheet, at, get) * get(f"w{where(at)}")


def by_own_output(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    unit = f"{at.layer}.{at.indices[0]}"
    yield sum(get(f"delta{unit}{mark}") * get(f"a{unit}{mark}") for mark in sample_marks(sheet))


def bias_by_weight(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    unit = where(at)
    delta = sum_of_deltas(sheet, at, get)
    yield delta * get(f"b{unit}")
    yield from (delta * get(f"w{unit}.{i}") for i in range(sheet.units(at.layer - 1)))


def without_bias(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    if sheet.layer(at.layer).biases is not None:
        yield right(sheet, at, get) - get(f"b{where(at)}")


def zero(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    yield 0.0


def old_bias(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    yield get(f"b{where(at)}")


def times_rate(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    yield sheet.rate * right(sheet, at, get)
    yield -sheet.rate * right(sheet, at, get)


def step_by_rate_twice(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    yield sheet.rate * right(sheet, at, get)


def new_by_rate_twice(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    parameter = f"{at.array[-1]}{where(at)}"
    yield get(parameter) + sheet.rate * get(f"step_{parameter}")


def mean_activation(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    """Σ δ times the mean of the inputs."""
    if sheet.samples > 1:
        marks = sample_marks(sheet)
        mean = sum(get(input_of(sheet, at, mark)) for mark in marks) / len(marks)
        yield sum_of_deltas(sheet, at, get) * mean


def sum_over_samples(sheet: Sheet, at: Address, get: Read) -> Iterable[float]:
    if sheet.samples > 1 and sheet.reduction == "mean":
        yield right(sheet, at, get) * sheet.samples


def at_hidden(sheet: Sheet, at: Address) -> bool:
    return not is_output(sheet, at)


def anywhere(sheet: Sheet, at: Address) -> bool:
    return True


MISTAKES: dict[str, Mistake] = {
    entry.code: entry
    for entry in (
        Mistake("output_slope_forgotten", {"delta": without_slope(is_output)}),
        Mistake("hidden_slope_forgotten", {"delta": without_slope(at_hidden)}),
        Mistake("slopes_forgotten", {"delta": without_slope(anywhere)}, EVERYWHERE),
        Mistake("slope_at_activation", with_slope(at_activation)),
        Mistake("slope_z_times_one_minus_z", with_slope(z_one_minus_z)),
        Mistake(
            "error_sign",
            {
                "error": first_minus,
                "delta": minus,
                "dw": minus,
                "db": minus,
                "step_w": minus,
                "step_b": minus,
                "new_w": uphill,
                "new_b": uphill,
            },
        ),
        Mistake("mean_for_sum", {"loss": averaged, "error": averaged, "delta": averaged}, IN_LAYER),
        Mistake("sum_for_mean", {"loss": summed, "error": summed, "delta": summed}, IN_LAYER),
        Mistake(
            "loss_factor",
            {
                "loss": doubled_or_halved,
                "error": doubled_or_halved,
                "delta": doubled_or_halved,
            },
            IN_LAYER,
        ),
        Mistake(
            "weights_transposed",
            {"error": hidden(back_transposed), "z": forward_transposed},
            IN_LAYER,
        ),
        Mistake("updated_weights_used", {"error": hidden(by_updated)}),
        Mistake("one_branch_only", {"error": hidden(one_branch)}),
        Mistake("branches_averaged", {"error": hidden(mean_of_branches)}),
        Mistake("gradients_summed", {"error": hidden(sum_of_gradients)}),
        Mistake(
            "error_for_delta",
            {
                "error": errors_carried,
                "dw": by_errors,
                "db": by_errors,
            },
        ),
        Mistake(
            "neighbour_delta",
            {
                "error": hidden(by_other_deltas),
                "delta": delta_of_another,
                "dw": gradient_of_neighbour,
                "db": gradient_of_neighbour,
            },
        ),
        Mistake("outputs_for_deltas", {"error": hidden(by_outputs)}),
        Mistake("error_in_proportion", {"error": hidden(in_proportion)}),
        Mistake("next_layer_slope", {"delta": slopes_of_branches, "slope": of_next_layer}),
        Mistake(
            "target_and_output_swapped",
            {"loss": swapped, "error": swapped, "delta": swapped},
            IN_LAYER,
        ),
        Mistake("softmax_elementwise", {"delta": elementwise}),
        Mistake(
            "wrong_class",
            {"loss": other_class, "error": other_class, "delta": other_class},
            IN_LAYER,
        ),
        Mistake("weight_for_input", {"dw": by_weight}),
        Mistake("own_output_for_input", {"dw": by_own_output}),
        Mistake("bias_gradient_times_weight", {"db": bias_by_weight}),
        Mistake("bias_forgotten", {"z": without_bias, "db": zero}),
        Mistake("bias_not_updated", {"new_b": old_bias, "step_b": zero}),
        Mistake("rate_in_gradient", {"dw": times_rate, "db": times_rate}),
        Mistake(
            "rate_twice",
            {
                "step_w": step_by_rate_twice,
                "step_b": step_by_rate_twice,
                "new_w": new_by_rate_twice,
                "new_b": new_by_rate_twice,
            },
        ),
        Mistake("activations_averaged", {"dw": mean_activation}),
        Mistake("gradients_not_averaged", {"dw": sum_over_samples, "db": sum_over_samples}),
    )
}
#: Named by the marking itself: it depends on the digits written, not on a rule.
TRUNCATED = "truncated"
CODES = (TRUNCATED, *MISTAKES)
