"""How every program prints its numbers: as Python that can be read back."""

import math


def plain(value):
    """Numbers and lists of them; None where a number is too large for a float64."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value if value is None or math.isfinite(value) else None


def show(name, value):
    """name = value, a matrix with a row on each line."""
    value = plain(value)
    if isinstance(value, list) and value and isinstance(value[0], list):
        rows = "".join(f"    {row},\n" for row in value)
        print(f"{name} = [\n{rows}]")
    else:
        print(f"{name} = {value}")
