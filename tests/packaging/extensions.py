"""Things to add to the project, as ``docs/extending.md`` says to.

``extended_copy.py`` adds them to a copy of the project. To test another kind of addition, write an
`Extension` and put it in `EXTENSIONS`. The names are such that the project will not have them:
otherwise a contributor's own addition would stand there twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.localization import LANGUAGES, PARTS


@dataclass(frozen=True)
class Insertion:
    """``text``, put before the only line of ``path`` that starts with ``before``; where that is
    None, ``path`` is a new file.
    """

    path: str
    before: str | None
    text: str


def in_every_language(before: str, english: str, **translated: str) -> tuple[Insertion, ...]:
    """Sentences, in English where there is no translation yet."""
    return tuple(
        Insertion(f"static/i18n/{language}.json", before, translated.get(language, english))
        for language in LANGUAGES
    )


@dataclass(frozen=True)
class TranslatedCopy:
    """A new file ``path``: the table ``source`` with some of its sentences translated."""

    path: str
    source: str
    sentences: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Extension:
    """A new ``name`` of ``kind``, as ``docs/extending.md`` calls it: "Add an
    activation", "Add a loss".

    ``tests`` are the files of the generated tests; those are run whose id has the ``name``, and
    those in `GENERAL`. ``listed`` is where the catalog lists it.
    """

    kind: str
    name: str
    insertions: tuple[Insertion | TranslatedCopy, ...]
    tests: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


#: Parts of the names of tests that go through a whole table, such as that of the references.
GENERAL = (
    *("has_a_reference", "covers_the_tables", "has_the_same_keys"),
    # Every new function changes which random networks are drawn.
    "gradients_of_large_weights",
    *("has_the_same_structure", "every_term_of_the_prose"),
)

REFERENCES = "tests/engine/network/references.py"

MISH = Extension(
    "activation",
    "added_mish",
    (
        Insertion(
            "app/engine/network/activations.py",
            "# --- softmax: ",
            '''\
# --- added_mish: a = z tanh(softplus z) (Misra 2019) ----------------------------------------------


def added_mish_parts(z: Array) -> tuple[Array, Array, Array]:
    """t = tanh(softplus z), t′, and t″ / t′; from w = e^−|z|, which does not overflow."""
    w = np.exp(-np.abs(z))
    positive = z > 0
    first, second = np.where(positive, 1.0, w * w), np.where(positive, w, w)
    below = first + 2 * second + np.where(positive, 2 * w * w, 2.0)
    t = (first + 2 * second) / below
    product = np.where(positive, 1 + w, w * (1 + w))
    slope = 4 * np.where(positive, w * w, w) * (1 + w) / below**2
    return t, slope, 1 + sigmoid(z) - 4 * product / below


def added_mish(z: Array) -> Array:
    return z * added_mish_parts(z)[0]


def added_mish_slope(z: Array) -> Array:
    """t + z t′."""
    t, slope, _ = added_mish_parts(z)
    root, rest = -1.1924312145154952, -4.8484829848031046e-17
    return exact_near_root(z, t + z * slope, root, rest, added_mish_curvature)


def added_mish_curvature(z: Array) -> Array:
    """2t′ + z t″."""
    _, slope, ratio = added_mish_parts(z)
    return slope * (2 + z * ratio)


''',
        ),
        Insertion(
            "app/engine/network/activations.py",
            "        Activation(",
            """\
        elementwise(
            "added_mish",
            added_mish,
            added_mish_slope,
            r"z\\tanh\\left(\\ln(1+e^{z})\\right)",
            r"\\tanh s+z\\,\\sigma(z)\\,(1-\\tanh^2 s),\\ s=\\ln(1+e^{z})",
            textbook=lambda z: z * np.tanh(softplus_textbook(z)),
            range=(-0.30884341301725041, None),
        ),
""",
        ),
        Insertion(
            REFERENCES,
            '    "softplus": ',
            """\
    "added_mish": Elementwise(
        lambda z: z * mp.tanh(mp.log1p(mp.exp(z))),
        lambda z: mp.tanh(mp.log1p(mp.exp(z))) + z * sigmoid(z) * mp.sech(mp.log1p(mp.exp(z))) ** 2,
        roots=(-1.1924312145154952,),
    ),
""",
        ),
    ),
    (
        "tests/engine/network/test_activations.py",
        "tests/engine/network/test_gradients.py",
        "tests/engine/network/test_oracle.py",
        "tests/checking/test_gradient_check.py",
    ),
    ("activations",),
)

QUARTIC = Extension(
    "loss",
    "quartic_error",
    (
        Insertion(
            "app/engine/network/losses.py",
            "# --- absolute error and Huber ",
            '''\
# --- quartic error --------------------------------------------------------------------------------


def quartic_error(z: Array, a: Array, t: Array) -> Array:
    """¼ Σ (a − t)⁴."""
    return np.asarray(0.25 * ((a - t) ** 4).sum(axis=1))


def quartic_error_gradient(z: Array, a: Array, t: Array) -> Array:
    return np.asarray((a - t) ** 3)


''',
        ),
        Insertion(
            "app/engine/network/losses.py",
            '            "absolute_error",',
            """\
            "quartic_error",
            r"\\tfrac14\\sum_k(a_k-t_k)^4",
            quartic_error,
            quartic_error_gradient,
            ("power", DIFFERENCE, 3),
            textbook=lambda z, a, t: ((a - t) ** 4).sum(axis=1) / 4,
        ),
        Loss(
""",
        ),
        Insertion(
            REFERENCES,
            '    "absolute_error": LossReference(',
            """\
    "quartic_error": LossReference(
        lambda z, a, t: ((a - t) ** 4).sum() / 4, lambda z, a, t: (a - t) ** 3
    ),
""",
        ),
    ),
    (
        "tests/engine/network/test_losses.py",
        "tests/engine/network/test_overflow.py",
        "tests/engine/network/test_oracle.py",
        "tests/checking/test_gradient_check.py",
        "tests/explain/test_formulas.py",
    ),
    ("losses",),
)

AVERAGED = Extension(
    "optimizer",
    "averaged",
    (
        Insertion(
            "app/engine/network/optimizers.py",
            "MOMENTUM = ",
            '''\
def averaged(
    p: Array, g: Array, state: State, count: int, k: dict[str, float]
) -> tuple[Array, State]:
    """m = μ m + (1 − μ) g, p − η m."""
    (m,) = state
    m = k["momentum"] * m + (1 - k["momentum"]) * g
    return p - k["learning_rate"] * m, (m,)


''',
        ),
        Insertion(
            "app/engine/network/optimizers.py",
            '            "nesterov",',
            """\
            "averaged",
            r"m\\leftarrow\\mu m+(1-\\mu)g,\\ w'=w-\\eta m",
            averaged,
            ("m",),
            (LEARNING_RATE, MOMENTUM),
            (
                running_mean("m", "momentum", "g"),
                moved("p", ("product", "learning_rate", "m")),
            ),
        ),
        Optimizer(
""",
        ),
        Insertion(
            REFERENCES,
            "def adagrad(",
            """\
def averaged(p: Number, gradient: Any, steps: int, k: dict[str, float]) -> list[Number]:
    m, mu = mpf(0), mpf(k["momentum"])

    def move(p: Number, g: Number, t: int) -> Number:
        nonlocal m
        m = mu * m + (1 - mu) * g
        return p - mpf(k["learning_rate"]) * m

    return path_of(p, gradient, steps, move)


""",
        ),
        Insertion(REFERENCES, '    "adagrad": adagrad,', '    "averaged": averaged,\n'),
    ),
    (
        "tests/engine/network/test_optimizers.py",
        "tests/engine/network/test_oracle.py",
        "tests/explain/test_optimizer_steps.py",
    ),
    ("optimizers",),
)

ATAN = Extension(
    "operation of the expressions",
    "added_atan",
    (
        Insertion(
            "app/engine/graph/operations.py",
            '        Operation("identity", ',
            """\
        Operation(
            "added_atan",
            r"\\arctan a",
            np.arctan,
            (lambda a, y: 1 / (1 + a * a),),
            (("divide", 1, ("add", 1, ("power", "a", 2))),),
            bends=(lambda a, y: -2 * a / (1 + a * a) ** 2,),
        ),
""",
        ),
        Insertion(
            "tests/engine/graph/random_expressions.py",
            '    "sinh": mpmath.sinh,',
            '    "added_atan": mpmath.atan,\n',
        ),
        Insertion(
            "static/js/math/functions.js",
            "  sinh: ",
            '  added_atan: of1(name("arctan"), Math.atan),\n',
        ),
        *in_every_language(
            '  "graph.local_cos": ',
            '  "graph.local_added_atan": "The derivative of arctan a is 1/(1 + a²).",\n',
            zh='  "graph.local_added_atan": "arctan a 的导数是 1/(1 + a²)。",\n',
        ),
    ),
    (
        "tests/engine/graph/test_operations.py",
        "tests/engine/graph/test_random_expressions.py",
        "tests/test_localization.py",
    ),
    ("graph", "operations"),
)

PARAMETER_COUNT = Extension(
    "view",
    "parameter_count",
    (
        Insertion(
            "static/js/network/views/parameter_count.js",
            None,
            """\
// How many weights and biases the network has.
/** @import { Mount } from "../../core/types.js" */
/** @import { Screen } from "../types.js" */
import { element } from "../../draw/dom.js";
import { parameterCount } from "../request.js";

/** @type {Mount<Screen>} */
export function mount(root, { t }) {
  const text = element("p", {});
  root.replaceChildren(text);
  return {
    update(screen) {
      const count = parameterCount(screen.answer.request);
      text.textContent = t("parameter_count.text", { count });
    },
  };
}
""",
        ),
        Insertion(
            "static/js/network/views/index.js",
            "import * as samples ",
            'import * as parameter_count from "./parameter_count.js";\n',
        ),
        Insertion("static/js/network/views/index.js", "  samples,", "  parameter_count,\n"),
        Insertion(
            "templates/signal_flow.html",
            '    <div data-view="legend">',
            '    <section data-view="parameter_count" data-i18n-aria-label="parameter_count.title"'
            ' aria-label="{{ t["parameter_count.title"] }}"></section>\n',
        ),
        *in_every_language(
            '  "preset.document": ',
            """\
  "parameter_count.text": "{count} weights and biases",
  "parameter_count.title": "Parameters",
""",
            zh="""\
  "parameter_count.text": "共 {count} 个权重和偏置",
  "parameter_count.title": "参数",
""",
        ),
    ),
)

#: Last, as it copies the sentences that the others add.
JAPANESE = Extension(
    "language",
    "qja",
    (
        Insertion(
            "app/localization.py",
            '    "zh": Language("中文", "zh-Hans"),',
            '    "qja": Language("日本語（例）", "qja"),\n',
        ),
        TranslatedCopy(
            "static/i18n/qja.json",
            "static/i18n/en.json",
            {
                "page.heading": "誤差逆伝播",
                "control.play": "再生",
                "control.pause": "一時停止",
                "page.diagram": "信号の流れ",
                "control.next": "次のステップ",
            },
        ),
        *(
            TranslatedCopy(f"static/i18n/{part}/qja.json", f"static/i18n/{part}/en.json")
            for part in PARTS
        ),
    ),
    (
        "tests/test_localization.py",
        "tests/web/lesson/test_asked.py",
        "tests/web/lesson/test_glossary.py",
        "tests/web/lesson/test_prose.py",
    ),
)

EXTENSIONS = (MISH, QUARTIC, AVERAGED, ATAN, PARAMETER_COUNT, JAPANESE)
