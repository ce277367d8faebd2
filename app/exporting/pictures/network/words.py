"""The title of a step and a plain sentence or two about it, as the page says them
(``static/js/network/narration.js``). The sentences themselves are in ``static/i18n``.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from ....engine.network.losses import LOSSES
from ....explain.steps import Step
from ....explain.tree import unique_addresses
from ..numbers import text_of
from ..sentences import joined, named, tidied
from .view import View

#: Other shares are no character of the font of words.
SHARES = {2: "½", 4: "¼"}
#: δ of an output where loss and activation are one function, by the ending of its sentence.
DELTAS = {
    "": "(a − t)",
    "_sum": "(a Σt − t)",
    "_figure": "(z − y)",
    "_sum_figure": "(z − y Σz)",
}
#: The sentences for special cases of a rule; every rule has a general one besides.
SPECIAL = frozenset(
    {
        "error_fused",
        "error_fused_figure",
        "error_fused_sum",
        "error_fused_sum_figure",
        "unit_bias",
        "softmax_alone",
        "update_figure_delta",
        "update_bias_figure_delta",
        "delta_figure_delta",
        "delta_drawn",
        "update_drawn",
        "update_optimizer",
        "update_bias",
        "update_bias_figure",
        "update_figure",
        "error_figure",
        "delta_figure",
        "error_sum_figure",
        "softmax_delta_figure",
    }
)


def neuron_name(view: View, step: Step) -> str:
    unit = step.unit or 0
    if view.in_figure_letters:
        before = sum(layer.units for layer in view.topology.layers[: step.layer - 1])
        return view.source.say("rule.neuron_figure", {"n": before + unit + 1})
    return view.source.say("rule.neuron_derivation", {"unit": unit + 1, "layer": step.layer})


def title_of(view: View) -> str:
    """backward · error of neuron 2; of the whole, and before the first step, what is shown."""
    step, say = view.frame.step, view.source.say
    if step is None:
        return say("picture.whole" if view.frame.overview else "picture.start", {})
    params: dict[str, object] = {"neuron": neuron_name(view, step), "layer": step.layer}
    return f"{say(f'phase.{step.phase}', {})} · {tidied(say(f'rule.{step.rule}', params))}"


def sentence_of(view: View) -> str:
    step, say = view.frame.step, view.source.say
    if step is None:
        return start_of(view)
    return joined(
        tidied(say(key_of(view, step), params_of(view, step))), *about_samples(view, step)
    )


def start_of(view: View) -> str:
    network = view.passed.network
    if view.frame.overview:
        loss = view.value("loss")
        after = view.passed.trained.loss_after
        losses: dict[str, object] = {"before": text_of(loss or 0.0), "after": text_of(after)}
        return view.source.say("picture.losses", losses)
    parameters = sum(
        layer.weights.size + (0 if layer.biases is None else layer.biases.size)
        for layer in network.layers
    )
    params: dict[str, object] = {"layers": view.topology.depth, "parameters": parameters}
    return view.source.say("picture.network", params)


def params_of(view: View, step: Step) -> dict[str, object]:
    topology = view.topology
    layer, at = topology.layer(step.layer), f"{step.layer}.{step.unit or 0}"

    def number(address: str) -> str:
        # As the trace has it: these sentences speak of numbers that no letters turn around.
        value = view.value(address)
        return "?" if value is None else text_of(value)

    return {
        "neuron": neuron_name(view, step),
        "layer": step.layer,
        "next": step.layer + 1,
        "units": layer.units,
        "fan_in": topology.fan_in(step.layer),
        "activation": layer.activation.replace("_", " "),
        "loss": named(view.source.say, "loss", topology.loss),
        "optimizer": named(view.source.say, "optimizer", topology.optimizer),
        "output": number(f"a{at}"),
        "delta": "∂C/∂z",
        "sum": number(f"z{at}"),
        "target": number(f"t.{step.unit}")
        if step.phase == "loss" and step.unit is not None
        else "",
    }


def key_of(view: View, step: Step) -> str:
    wanted = next((each for each in variants(view, step) if each in SPECIAL), step.rule)
    return f"narration.{wanted}"


def variants(view: View, step: Step) -> Iterator[str]:
    """The most special first."""
    figure, layer = view.in_figure_letters, view.topology.layer(step.layer)
    ending = "_figure" if figure else ""
    share = share_of_targets(view, step)
    if share is not None:
        yield f"error_fused{share}{ending}"
    if figure and view.writer.figure_rule:
        yield f"{step.rule}_drawn"
    if step.rule == "softmax" and layer.units == 1:
        yield "softmax_alone"
    if step.rule == "unit" and layer.has_bias:
        yield "unit_bias"
    # Only plain descent has the rate in its formula.
    if step.rule == "update" and "eta" not in step.reads:
        yield "update_optimizer"
    if figure and takes_delta(step):
        if layer.has_bias:
            yield f"{step.rule}_bias_figure_delta"
        yield f"{step.rule}_figure_delta"
    if step.rule == "update" and layer.has_bias:
        yield f"update_bias{ending}"
    if figure:
        yield f"{step.rule}_figure"


def takes_delta(step: Step) -> bool:
    """Whether the formula of the figures reads the error at the sum and has no slope."""
    arrays = {re.sub(r"\d.*", "", address) for address in unique_addresses(step.figure)}
    return "delta" in arrays and "slope" not in arrays


def share_of_targets(view: View, step: Step) -> str | None:
    """What is special about the targets where loss and output layer are one function."""
    topology = view.topology
    if step.rule != "error" or LOSSES[topology.loss].output is None:
        return None
    sums = topology.layer(step.layer).activation == "softmax" and not topology.targets_sum_to_one
    return "_sum" if sums else ""


def about_samples(view: View, step: Step) -> Iterator[str]:
    """Further sentences about a step on a batch of samples."""
    count, say = view.topology.samples, view.source.say
    if count < 2:
        return
    if step.rule == "update":
        yield say("narration.samples_added", {})
    if view.topology.reduction != "mean":
        return
    share = SHARES.get(count, str(Fraction(1, count)))
    if step.phase == "backward":
        yield say("narration.mean_carried", {"share": share})
    if step.phase == "loss":
        fused = share_of_targets(view, step)
        formula = ""
        if fused is not None:
            gap = "" if count in SHARES else " "
            ending = DELTAS[fused + ("_figure" if view.in_figure_letters else "")]
            formula = f"δ = {share}{gap}{ending}{say('speech.semicolon', {})}"
        params: dict[str, object] = {"formula": formula, "share": share, "count": count}
        yield say("narration.mean_share", params)
