"""Which exercises belong to which section, and the one that a seed gives.

To add a kind to a section, put its name in `SECTIONS`.
"""

from functools import lru_cache

import numpy as np

from . import deltas, descents, graphs, structure, weights
from .question import Kind, Posed, is_clear

KINDS: dict[str, Kind] = {
    kind.name: kind
    for family in (deltas, weights, structure, descents, graphs)
    for kind in family.KINDS
}

#: section -> its exercises, numbered from 1
SECTIONS: dict[int, tuple[str, ...]] = {
    1: ("sign_of_error", "weight_moves", "doubled_weight"),
    2: ("next_point", "steeper", "rate"),
    3: ("role", "count_parameters", "doubled_weight"),
    4: ("chain_product", "branch_sum", "forgotten_path"),
    5: ("sign_of_delta", "compute_delta", "forgotten_branch"),
    6: ("dc_dz", "sign_of_delta", "doubled_weight"),
    7: ("weight_gradient", "two_factors", "largest_gradient"),
}
MAX_PER_SECTION = max(map(len, SECTIONS.values()))
#: A clear question is found within a few draws; the bound turns a faulty kind into an error.
MAX_DRAWS = 2_000


@lru_cache(maxsize=512)
def posed(section: int, number: int, seed: int) -> Posed:
    """Exercise ``number`` of a section, the same for the same seed."""
    kind = KINDS[SECTIONS[section][number - 1]]
    rng = np.random.default_rng([section, number, seed])
    for _ in range(MAX_DRAWS):
        question = kind.draw(rng, section)
        solution = kind.solve(question)
        if solution is not None and is_clear(question, solution):
            return Posed(kind, question, solution)
    # No kind in the table gets here.
    raise RuntimeError(f"no clear question of the kind {kind.name}")  # pragma: no cover
