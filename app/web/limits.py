"""How large a request may be; the catalog names every one of them."""

LIMITS = {
    "layers": 16,
    "units": 1024,
    "parameters": 250_000,
    "samples": 1024,
    "rounds": 10_000,
    #: rounds × samples × parameters
    "work": 2_000_000_000,
    "check_parameters": 5_000,
    "body_bytes": 8 * 1024 * 1024,
    "seed": 2**53 - 1,
}
