"""A network on one sample as a program of the expression language.

w2_13 is the weight of layer 2 into unit 1 from unit 3; z2_1 and a2_1 are the pre-activation and the
activation of unit 1. To support another activation or loss, add its formula to `ACTIVATIONS` or
`LOSSES`.
"""

from collections.abc import Sequence

from ...engine.network.network import Network

#: The formula of every supported elementwise activation.
ACTIVATIONS = {
    "linear": "{z}",
    "sigmoid": "sigmoid({z})",
    "tanh": "tanh({z})",
    "relu": "relu({z})",
    "leaky_relu": "max(0.01*{z}, {z})",
    "silu": "{z}*sigmoid({z})",
    "softplus": "softplus({z})",
}
#: (term of one output unit, what follows the sum of the terms) of every supported loss.
LOSSES = {
    "half_squared_error": ("({a} - {t})**2", "/2"),
    "squared_error": ("({a} - {t})**2", ""),
    "mean_squared_error": ("({a} - {t})**2", "/{units}"),
    "absolute_error": ("abs({a} - {t})", ""),
    "binary_cross_entropy": ("-{t}*log({a}) - (1 - {t})*log(1 - {a})", ""),
}


def network_expression(
    network: Network, inputs: Sequence[float], targets: Sequence[float]
) -> tuple[str, dict[str, float]]:
    """The program of the loss of one sample, and the value of every input, weight, bias and target
    by name. ``inputs`` and ``targets`` are those of the sample. Raises KeyError for an activation
    or loss that is not supported.
    """
    values = {f"x{i}": float(x) for i, x in enumerate(inputs, start=1)}
    signals, lines = list(values), []
    for number, layer in enumerate(network.layers, start=1):
        outputs = []
        for j, row in enumerate(layer.weights.tolist(), start=1):
            # Indices of two digits need a separator.
            separator = "_" if max(layer.weights.shape) > 9 else ""
            weights = {f"w{number}_{j}{separator}{i}": w for i, w in enumerate(row, start=1)}
            values |= weights
            terms = [f"{w}*{signal}" for w, signal in zip(weights, signals, strict=True)]
            if layer.biases is not None:
                values[f"b{number}_{j}"] = float(layer.biases[j - 1])
                terms.append(f"b{number}_{j}")
            z = f"z{number}_{j}"
            lines.append(f"{z} = {' + '.join(terms)}")
            lines.append(f"a{number}_{j} = {ACTIVATIONS[layer.activation.name].format(z=z)}")
            outputs.append(f"a{number}_{j}")
        signals = outputs
    values |= {f"t{k}": float(t) for k, t in enumerate(targets, start=1)}
    term, share = LOSSES[network.loss.name]
    terms = [term.format(a=a, t=f"t{k}") for k, a in enumerate(signals, start=1)]
    total = terms[0] if len(terms) == 1 else f"({' + '.join(terms)})"
    lines.append(f"loss = {total}{share.format(units=len(terms))}")
    return "\n".join(lines), values
