"""How fast are hostile expressions refused or finished? Run by hand: ``make bench``.

Every text of ``tests/labs/expression/hostile_texts.py`` is parsed, and its values and gradients are
computed if it is an expression. 5 ms is the aim on a quiet machine.
"""

from tests.bench.timing import least_seconds
from tests.labs.expression.hostile_texts import KINDS
from tests.labs.expression.test_hostile import answered

AIM = 0.005
REPEATS = 7
SHOWN = 5


def seconds_for(text: str) -> float:
    return least_seconds(lambda: answered(text), REPEATS)


def main() -> None:
    texts = [(kind, text) for kind, texts in KINDS.items() for text in texts]
    answered(texts[0][1])
    slowest = sorted(((seconds_for(text), kind, text) for kind, text in texts), reverse=True)
    above = sum(seconds > AIM for seconds, _, _ in slowest)
    print(f"{len(texts)} hostile expressions, {above} of them above {AIM * 1e3:.0f} ms; slowest:")
    for seconds, kind, text in slowest[:SHOWN]:
        print(f"{seconds * 1e3:.2f} ms for {len(text)} characters: {kind}, {text[:40]!r}")


if __name__ == "__main__":
    main()
