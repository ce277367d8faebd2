"""The one array type of the engine."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
#: Also complex: what the textbook forms of the complex-step check take and give.
ComplexArray = npt.NDArray[Any]
