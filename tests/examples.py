"""How many examples Hypothesis tries: few in `make test`, many in `make test-deep`."""

from hypothesis import settings

#: The examples of a property that asks for no number, by the name of the profile:
#: ``pytest --hypothesis-profile deep``; `make coverage` takes the middle one. No example has a time
#: limit: on a busy machine it would fail by chance.
PROFILES = {"quick": 25, "full": 100, "deep": 500}
FEWEST = 10


def register() -> None:
    """Makes the profiles known, and takes the quick one if no other is asked for."""
    for name, count in PROFILES.items():
        settings.register_profile(name, max_examples=count, deadline=None)
    settings.load_profile("quick")


def examples(of_a_hundred: int) -> int:
    """The examples of a property that needs more or fewer than the others: ``of_a_hundred`` where
    those have a hundred, in proportion elsewhere.
    """
    return max(FEWEST, of_a_hundred * settings().max_examples // 100)
