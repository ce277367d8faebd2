"""The questions by theme, and where each of them arises."""

from dataclasses import dataclass

#: The headings under which the questions stand, in the order of the page: ``asked.theme.<name>``.
THEMES = ("back", "slopes", "matrices", "signs", "training", "checking")


@dataclass(frozen=True)
class Asked:
    """A question of learners.

    ``mistakes``: the codes of the marking (`app.checking.marking.mistakes`) that its answer
    explains. ``symbols``: the entries of the glossary beside which it is named.
    """

    name: str
    theme: str
    mistakes: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Its address on the page, without "#"."""
        return f"q-{self.name.replace('_', '-')}"


ASKED: tuple[Asked, ...] = (
    Asked("old_or_new_weights", "back", ("updated_weights_used",), ("new_weight",)),
    Asked(
        "branches_added",
        "back",
        ("one_branch_only", "branches_averaged", "error_in_proportion"),
    ),
    Asked("several_outputs", "back", ("mean_for_sum", "sum_for_mean")),
    Asked("hidden_error", "back", ("error_for_delta", "neighbour_delta"), ("error",)),
    Asked("outputs_carried_back", "back", ("outputs_for_deltas",)),
    Asked("gradients_summed", "back", ("gradients_summed",), ("weight_gradient",)),
    Asked(
        "first_matrix",
        "back",
        ("weight_for_input", "own_output_for_input"),
        ("input",),
    ),
    Asked(
        "why_slope",
        "slopes",
        ("hidden_slope_forgotten", "slopes_forgotten", "next_layer_slope"),
        ("slope",),
    ),
    Asked(
        "slope_at_z_or_a",
        "slopes",
        ("slope_at_activation", "slope_z_times_one_minus_z"),
        ("sum",),
    ),
    Asked("slope_missing", "slopes", ("output_slope_forgotten",)),
    Asked("softmax", "slopes", ("softmax_elementwise", "wrong_class"), ("activation",)),
    Asked("vanishing", "slopes"),
    Asked("transpose", "matrices", ("weights_transposed",), ("weight",)),
    Asked("order_of_indices", "matrices", (), ("order",)),
    Asked("layout", "matrices", (), ("gradient",)),
    Asked("sign_of_error", "signs", ("error_sign", "target_and_output_swapped"), ("sign",)),
    Asked("half", "signs", ("loss_factor",), ("loss",)),
    Asked(
        "bias_update",
        "signs",
        ("bias_gradient_times_weight", "bias_forgotten", "bias_not_updated"),
        ("bias", "bias_gradient"),
    ),
    Asked("bias_for_each_sample", "signs", ("gradients_not_averaged",), ("sample",)),
    Asked("batch_average", "training", ("activations_averaged",), ("batch",)),
    Asked("zero_grad", "training"),
    Asked(
        "whole_algorithm",
        "training",
        ("rate_in_gradient", "rate_twice"),
        ("rate", "parameters"),
    ),
    Asked("equal_weights", "training"),
    Asked("not_a_number", "training"),
    Asked("numerical_check", "checking", ("truncated",), ("increment",)),
    Asked("numbers_first", "checking", (), ("partial",)),
    Asked("names_of_delta", "checking", (), ("delta",)),
)
BY_NAME = {entry.name: entry for entry in ASKED}

#: The question that explains a mistake of the marking, by the code of the mistake.
QUESTION_OF_MISTAKE = {code: entry for entry in ASKED for code in entry.mistakes}


def anchors_of_mistakes() -> dict[str, str]:
    """For a page that names mistakes: where on ``/lesson/questions`` each is explained."""
    return {code: entry.anchor for code, entry in QUESTION_OF_MISTAKE.items()}


def by_theme() -> dict[str, list[Asked]]:
    """The questions under the headings of the page."""
    return {theme: [entry for entry in ASKED if entry.theme == theme] for theme in THEMES}


def beside_symbols() -> dict[str, list[Asked]]:
    """The questions beside the entries of the glossary."""
    names = {symbol for entry in ASKED for symbol in entry.symbols}
    return {name: [entry for entry in ASKED if name in entry.symbols] for name in names}
