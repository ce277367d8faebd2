"""The array types of the engine."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
#: float64 or complex128: what the textbook forms of the complex-step check take and return.
ComplexArray = npt.NDArray[Any]
