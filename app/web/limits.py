"""How large a request may be; the catalog names every one of them."""

from app.settings import Settings

LIMITS = {
    "layers": 16,
    "units": 1024,
    "parameters": 250_000,
    "samples": 1024,
    "rounds": 10_000,
    #: rounds × samples × parameters
    "work": 2_000_000_000,
    "check_parameters": 5_000,
    "body_bytes": Settings.body_limit,
    "seed": 2**53 - 1,
}
