"""The questions that learners ask: one text in every language, and all that it names is there."""

import json
import re
from base64 import urlsafe_b64decode
from functools import cache
from html.parser import HTMLParser
from math import exp, isclose, log10
from typing import Any

import numpy as np
import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined

from app.checking.marking.mistakes import CODES
from app.localization import LANGUAGES, Translations
from app.settings import Settings
from app.web.lesson.asked.experiments import NETWORKS, NOT_CLEARED, RATE, SOFTMAX, STEPS
from app.web.lesson.asked.numbers import NUMBERS, written
from app.web.lesson.asked.places import PLACES
from app.web.lesson.asked.table import (
    ASKED,
    QUESTION_OF_MISTAKE,
    THEMES,
    anchors_of_mistakes,
    by_theme,
)
from app.web.lesson.glossary import GLOSSARY
from app.web.lesson.mathematics import RawStrings
from app.web.lesson.sections import SECTIONS
from tests.conftest import Client
from tests.paths import ROOT
from tests.web.lesson.test_prose import prose, written_in

#: The macros of the text, each written as a tag.
PLAIN = {"tex": "latex", "block": "latex", "sec": "number", "number": "name"}
AROUND = {"asked": "name", "answer": "", "tries": "", "place": "name"}
#: Names that the Chinese text keeps in Latin letters.
NAMES = {"B", "C", "Mazur", "NaN", "ReLU", "XOR", "ij", "ji", "sigmoid", "softmax", "tanh"}
#: Slips that need no question of their own: there is no rule that is misunderstood.
ENOUGH_SAID: set[str] = set()


def recording() -> dict[str, str]:
    def macro(name: str, parameters: str, inside: str) -> str:
        given = f'given="{{{{ {parameters} }}}}"' if parameters else ""
        return (
            f"{{% macro {name}({parameters}) %}}"
            f"<call-{name} {given}>{inside}</call-{name}>{{% endmacro %}}"
        )

    plain = "".join(macro(name, parameters, "") for name, parameters in PLAIN.items())
    around = "".join(macro(name, each, "{{ caller() }}") for name, each in AROUND.items())
    return {"lesson/parts.html": plain, "lesson/asked_parts.html": plain + around}


class Text(HTMLParser):
    """The tags and calls in order, and the text outside of code and of the names of places."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given.get("given") or given.get("id") or ""))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"code", "call-place"} & set(self.open):
            self.text.append(data)

    def of(self, name: str) -> list[str]:
        return [given for tag, given in self.tags if tag == name]


@cache
def text_in(language: str) -> Text:
    """What a reader of a language gets: English until there is a translation."""
    environment = Environment(
        loader=ChoiceLoader([DictLoader(recording()), FileSystemLoader(Settings().templates)]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[RawStrings],
    )
    sentences = Translations(Settings().static / "i18n").table(language)
    read = Text()
    template = environment.get_template(
        f"lesson/questions.{written_in('questions', language)}.html"
    )
    read.feed(template.render(t=sentences))
    assert read.open == []
    return read


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_one_answer_in_the_order_of_the_table(language: str) -> None:
    order = [entry.name for entries in by_theme().values() for entry in entries]
    assert order == [entry.name for entry in ASKED]
    assert text_in(language).of("call-asked") == order
    themes = [name.removeprefix("theme-") for name in text_in(language).of("section")]
    assert themes == list(THEMES)


def test_the_document_for_students_counts_the_questions() -> None:
    text = (ROOT / "docs/students.md").read_text(encoding="utf-8")
    assert re.findall(r"(\d+) questions", text) == [str(len(ASKED))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_comes_first_and_leads_to_a_place(language: str) -> None:
    kinds = [tag for tag, _ in text_in(language).tags if tag != "section"]
    for one in " ".join(kinds).split("call-asked")[1:]:
        assert one.split()[0] == "call-answer"
        assert one.split().count("call-answer") == one.split().count("call-tries") == 1
        assert "call-place" in one.split()[one.split().index("call-tries") :]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_formulas_numbers_and_places(language: str) -> None:
    def counted(one: str) -> list[tuple[list[tuple[str, str]], set[str]]]:
        """Of each question: its calls, and its formulas in the lines of the text."""
        found: list[tuple[list[tuple[str, str]], set[str]]] = []
        for tag, given in text_in(one).tags:
            if tag == "call-asked":
                found.append(([], set()))
            elif tag == "call-tex":
                found[-1][1].add(given)
            elif tag.startswith("call-"):
                found[-1][0].append((tag, given))
        return [(sorted(calls), formulas) for calls, formulas in found]

    assert counted(language) == counted("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_typed_by_hand(language: str) -> None:
    assert [text for text in text_in(language).text if re.search(r"\d", text)] == []


def test_chinese_text_is_chinese() -> None:
    text = " ".join(text_in("zh").text)
    assert set(re.findall(r"[A-Za-z]+", text)) <= NAMES
    assert not set(text) & set("?!;")
    assert not re.search(r"[一-鿿][,.:()]|[,.:()][一-鿿]", text), "full-width punctuation"


def test_every_number_and_every_place_is_used() -> None:
    assert set(text_in("en").of("call-number")) == set(NUMBERS)
    assert set(text_in("en").of("call-place")) == set(PLACES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_those_of_the_questions(language: str) -> None:
    table = Translations(Settings().static / "i18n").table(language)
    titles = {key.removeprefix("asked.title.") for key in table if key.startswith("asked.title.")}
    assert titles == {entry.name for entry in ASKED}


def test_every_mistake_of_the_marking_has_its_question() -> None:
    remedy = "in Asked.mistakes of app/web/lesson/asked/table.py, or here in ENOUGH_SAID"
    assert set(CODES) - set(QUESTION_OF_MISTAKE) == ENOUGH_SAID, f"name it {remedy}"
    assert set(QUESTION_OF_MISTAKE) <= set(CODES)
    assert anchors_of_mistakes()["slopes_forgotten"] == "q-why-slope"
    codes = [code for entry in ASKED for code in entry.mistakes]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_stands_where_it_arises(language: str) -> None:
    asked = [
        name
        for section in SECTIONS
        for (some,) in prose(section, written_in(section, language)).of("call-often")
        for name in some  # type: ignore[attr-defined] # a list of the template
    ]
    assert len(asked) == len(set(asked))
    assert set(asked) == {entry.name for entry in ASKED}


def test_the_symbols_of_a_question_are_in_the_glossary() -> None:
    symbols = {symbol for entry in ASKED for symbol in entry.symbols}
    assert symbols <= {entry.name for entry in GLOSSARY}


def test_no_number_of_a_sentence_has_the_exponent_of_a_program() -> None:
    assert written("nudge_tried") == "−7.528·10⁻⁵"
    assert [name for name in NUMBERS if "e" in written(name)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_every_question_at_its_address(client: Client, language: str) -> None:
    page = client.get(f"/lesson/questions?lang={language}")
    assert page.status_code == 200
    anchors = re.findall(r'<article class="asked" id="([^"]+)"', page.text)
    assert anchors == [entry.anchor for entry in ASKED]
    assert re.findall(r'<a href="#(q-[^"]+)">', page.text)[: len(ASKED)] == anchors
    for name in NUMBERS:
        assert f'data-number="{name}">{written(name)}<' in page.text


def test_the_glossary_names_the_questions_beside_its_symbols(client: Client) -> None:
    for address in ("/lesson/glossary", "/lesson/3"):
        page = client.get(address).text
        for entry in ASKED:
            rows = re.findall(rf'class="asked-link" href="[^"]*#{entry.anchor}"', page)
            assert len(rows) == len(entry.symbols), entry.name


# --- the numbers, worked out anew -----------------------------------------------------------------


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-np.asarray(z)))


def passed(client: Client, network: str) -> dict[str, Any]:
    more = {"include": ["as_drawn"]} if network == "sign_flip" else {}
    found: dict[str, Any] = client.post("trace", NETWORKS[network] | more).json()
    return found


def close(name: str, value: float) -> bool:
    return isclose(NUMBERS[name](), value, rel_tol=1e-9, abs_tol=1e-15)


def test_the_numbers_of_mazurs_example(client: Client) -> None:
    hidden, output = passed(client, "mazur")["layers"]
    w = np.array(NETWORKS["mazur"]["network"]["layers"][1]["weights"])
    delta, a = np.array(output["deltas"][0]), hidden["activations"][0][0]
    assert close("delta_old", hidden["deltas"][0][0])
    assert close("delta_new", np.array(output["updated_weights"])[:, 0] @ delta * a * (1 - a))
    assert close("branch_1", w[0, 0] * delta[0])
    assert close("branch_2", w[1, 0] * delta[1])
    assert close("branches", hidden["activation_gradients"][0][0])
    assert close("outputs_back", w[:, 0] @ output["activations"][0])
    assert close("input", 0.05)
    assert close("first_gradient", hidden["weight_gradients"][0][0])
    assert (written("column_1"), written("column_2"), written("row_2")) == ("0.4", "0.5", "0.45")
    assert close("half_gradient", output["weight_gradients"][0][0])
    assert close("bias_delta", output["bias_gradients"][0])
    assert close("bias_old", 0.6)
    assert close("bias_new", output["updated_biases"][0])


def test_without_the_half_the_gradient_doubles_and_half_the_rate_undoes_it(client: Client) -> None:
    [one, other] = (passed(client, name)["layers"][1] for name in ("mazur", "without_half"))
    assert close("whole_gradient", other["weight_gradients"][0][0])
    assert np.allclose(2 * np.array(one["weight_gradients"]), other["weight_gradients"])
    assert np.allclose(one["updated_weights"], other["updated_weights"])
    assert close("half_weight", one["updated_weights"][0][0])
    assert (NUMBERS["rate"](), NUMBERS["half_rate"]()) == (0.5, 0.25)


def test_the_published_key_has_two_wrong_signs(client: Client) -> None:
    """It prints 0.0146, 0.0130, 0.0088, 0.0078 for w1 to w4."""
    true = np.array(passed(client, "published_key")["layers"][0]["weight_gradients"])
    assert true.T.ravel().round(4).tolist() == [-0.0084, 0.0126, -0.0051, 0.0076]
    assert close("key_true", true[0, 0])
    assert round(NUMBERS["key_published"](), 4) == 0.0146


def test_a_raised_output_changes_the_loss_as_its_derivative_says(client: Client) -> None:
    answer = passed(client, "document")
    a = np.array(answer["layers"][1]["activations"][0]) + [1e-3, 0]
    [weights] = NETWORKS["document"]["network"]["layers"][2]["weights"]
    [[target]] = NETWORKS["document"]["targets"]
    raised = (sigmoid(np.array(weights) @ a) - target) ** 2 / 2
    assert close("nudge", 1e-3)
    assert isclose(NUMBERS["nudge_tried"](), raised - answer["loss"], rel_tol=1e-6)
    assert close("nudge_by_derivative", 1e-3 * answer["layers"][1]["activation_gradients"][0][0])
    assert isclose(NUMBERS["nudge_tried"](), NUMBERS["nudge_by_derivative"](), rel_tol=1e-3)


def test_in_example_b_the_two_rules_go_opposite_ways(client: Client) -> None:
    answer = passed(client, "sign_flip")
    rate = NETWORKS["sign_flip"]["optimizer"]["learning_rate"]
    assert close("flip_gradient", -rate * answer["layers"][0]["weight_gradients"][0][0])
    assert close("flip_figures", answer["as_drawn"]["layers"][0]["weight_updates"][0][0])
    assert NUMBERS["flip_figures"]() * NUMBERS["flip_gradient"]() < 0


def test_the_numbers_of_the_slopes() -> None:
    a = 1 / (1 + exp(-2))
    again = 1 / (1 + exp(-a))
    assert close("z", 2)
    assert close("a", a)
    assert close("slope_at_z", exp(-2) / (1 + exp(-2)) ** 2)
    assert close("slope_at_a", again * (1 - again))
    one = 1 / (1 + exp(-0.5))
    assert close("logistic_a", one)
    assert close("logistic_delta", one - 1)
    assert close("logistic_delta", NUMBERS["logistic_error"]() * NUMBERS["logistic_slope"]())


def test_softmax_gives_output_minus_target(client: Client) -> None:
    nodes = client.post("graph", SOFTMAX).json()["nodes"]
    gradients = {node["name"]: node["gradient"] for node in nodes}
    for k in (1, 2, 3):
        assert close(f"softmax_{k}", gradients[f"z{k}"])
    assert [SOFTMAX["values"][f"t{k}"] for k in (1, 2, 3)] == [0, 1, 0]


def test_delta_shrinks_from_the_last_layer_to_the_first(client: Client) -> None:
    layers = passed(client, "deep")["layers"]
    assert len(layers) == 7
    assert close("deep_last", np.abs(layers[-1]["deltas"]).max())
    assert close("deep_first", np.abs(layers[0]["deltas"]).max())
    assert log10(NUMBERS["deep_last"]() / NUMBERS["deep_first"]()) > 4


def test_the_numbers_of_the_batch(client: Client) -> None:
    hidden, output = passed(client, "xor")["layers"]
    delta, a = np.array(output["deltas"])[:, 0], np.array(hidden["activations"])[:, 0]
    assert close("bias_of_batch", output["bias_gradients"][0])
    assert close("gradients_averaged", delta @ a)
    assert close("averages_multiplied", (delta * 4).mean() * a.mean())


def test_a_gradient_that_is_never_cleared_is_momentum_one(client: Client) -> None:
    cleared, summed = client.post("descent", NOT_CLEARED).json()["runs"]
    half = STEPS // 2 + 1
    assert close("cleared", max(map(abs, cleared["x"][half:])))
    assert close("not_cleared", max(map(abs, summed["x"][half:])))
    x, total = 1.0, 0.0
    for _ in range(STEPS):
        total += x
        x -= RATE * total
    assert isclose(summed["x"][-1], x, rel_tol=1e-9)
    assert close("steps", 100)


def test_equal_neurons_stay_equal(client: Client) -> None:
    for rounds in (1, 50):
        answer = client.post("trace", NETWORKS["equal"] | {"round": rounds}).json()
        one, other = answer["layers"][0]["updated_weights"]
        assert one == other
    [first, second] = passed(client, "equal")["layers"][0]["weight_gradients"]
    assert close("equal_gradient", first[0])


def test_the_errors_of_differences_are_those_of_the_check(client: Client) -> None:
    curve = client.post("check", NETWORKS["mazur"]).json()["curve"]
    at = curve["h"].index
    assert close("difference_64", curve["error64"][at(1e-5)])
    assert close("difference_64_tiny", curve["error64"][at(1e-13)])
    assert close("difference_32", curve["error32"][at(1e-5)])


def test_one_round_of_the_worked_example(client: Client) -> None:
    answer = passed(client, "worked_example")
    assert close("loss_before", answer["loss"])
    assert close("loss_after", answer["loss_after"])


def test_the_indices_are_those_of_figure_2() -> None:
    rows = NETWORKS["figure2"]["network"]["layers"][0]["weights"]
    assert (NUMBERS["w_23"](), NUMBERS["w_32"]()) == (rows[1][2], rows[2][1])


def test_a_link_holds_what_the_tools_read() -> None:
    for place in PLACES.values():
        if not place.path.startswith("/lesson"):
            version, _, body = place.hash.partition(".")
            assert version == "1"
            assert isinstance(json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4))), dict)
