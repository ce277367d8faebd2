"""How large a request may be; the catalog names every one of them."""

from ..engine.graph.collapse import MAX_PATHS
from ..labs.expression import parse as expression
from ..settings import Settings

LIMITS = {
    "layers": 16,
    "units": 1024,
    "parameters": 250_000,
    "samples": 1024,
    "rounds": 10_000,
    #: rounds × samples × parameters
    "work": 2_000_000_000,
    "check_parameters": 5_000,
    #: in one answer
    "answer_numbers": 4_000_000,
    "seed": 2**53 - 1,
    "expression_length": expression.MAX_LENGTH,
    "graph_nodes": expression.MAX_NODES,
    "graph_inputs": expression.MAX_INPUTS,
    "expression_depth": expression.MAX_DEPTH,
    "literal_digits": expression.MAX_DIGITS,
    "literal_exponent": 300,
    "shown_paths": MAX_PATHS,
    "runs": 8,
    "descent_steps": 10_000,
    "exercise_seed": 2**32 - 1,
    #: numbers in all hand-ins of one request
    "mark_answers": 10_000,
    "hand_ins": 100,
    #: samples × parameters of a sheet
    "mark_work": 600,
    "sheet_variants": 60,
    #: of a layer, and weights and biases of a network, to be worked by hand
    "sheet_units": 4,
    "sheet_parameters": 40,
    #: lines of a faded sheet
    "sheet_blanks": 40,
    "data_rows": 1_000,
    "explained_steps": 200,
    "shown_batches": 200,
    "surface_side": 61,
    #: steps × runs × what is worked out in a step, and the calls that take as long
    "descent_work": 2_000_000_000,
    "train_samples": 5_000,
    #: all numbers of a data set that a request brings along
    "train_data": 1_000_000,
    "train_epochs": 100_000,
    #: epochs × batches
    "train_steps": 2_000_000,
    #: samples × parameters
    "train_pass": 250_000_000,
    "train_frames": 10_000,
    "train_events": 1_000,
    #: points × samples × parameters of the surface over two weights
    "surface_work": 40_000_000_000,
}


def limits_of(settings: Settings) -> dict[str, int]:
    """All limits, those too that an installation sets."""
    return LIMITS | {"body_bytes": settings.body_limit}
