"""How a computation that is cancelled says why."""

import pytest

from app.engine.cancellation import Cancelled


@pytest.mark.parametrize(("given", "reason"), [((), "cancelled"), (("budget",), "budget")])
def test_the_reason_is_kept_and_is_the_text_of_the_exception(
    given: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(Cancelled) as caught:
        raise Cancelled(*given)
    assert (caught.value.reason, str(caught.value)) == (reason, reason)
