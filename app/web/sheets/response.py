"""From a plan to the JSON of its sheets, or a file of them."""

from collections.abc import Iterator
from typing import Any

from ...checking.sheets.lines import PRINCIPLES, Line
from ...checking.sheets.plan import FADED, Plan
from ...checking.sheets.slips import untold
from ...checking.sheets.ways import Ways, rule_of, symbol_of
from ...checking.sheets.worksheet import Worksheet, worksheet
from ...engine.cancellation import CheckCancelled
from ...engine.network.activations import ACTIVATIONS
from ...engine.network.losses import LOSSES
from ...errors import Problem, unprocessable
from ..endpoint import Content, Say
from ..limits import LIMITS
from .files import FILES
from .schema import PlanRequest, SheetsRequest, plan_fields


def made(asked: SheetsRequest, check_cancelled: CheckCancelled, say: Say) -> Content:
    """The answer of the endpoint. Raises a `Refusal` of a plan that cannot be drawn."""
    problems = list(problems_of(asked.plan))
    if problems:
        raise unprocessable(problems)
    plan = plan_of(asked.plan)
    variants = []
    first = worksheet(plan, asked.seed, 1)
    for number in range(1, asked.variants + 1):
        check_cancelled()
        sheet = first if number == 1 else worksheet(plan, asked.seed, number)
        variants.append(variant(sheet, say))
    kind = plan.kind
    content: Content = {
        "plan": plan_fields(asked.plan) | {"kind": kind},
        "seed": asked.seed,
        "language": say("sheet_file.language", {}),
        "task": say(f"sheet.task.{kind}", {"digits": plan.digits}),
        "points_unit": say(f"sheet.points.{kind}", {}),
        "principles": {name: say(f"sheet.principle.{name}", {}) for name in PRINCIPLES},
        "variants": variants,
        "untold": untold_of(first, say),
        "file": None,
    }
    if asked.format != "json":
        content["file"] = FILES[asked.format](content, say)
        content["variants"] = []
    return content


def plan_of(asked: PlanRequest) -> Plan:
    plan = Plan(**asked.model_dump() | {"sizes": tuple(asked.sizes)})
    return plan if plan.ready is None else Plan(kind="find_the_slip", ready=plan.ready)


def count_parameters(sizes: list[int]) -> int:
    return sum((fan_in + 1) * units for fan_in, units in zip(sizes, sizes[1:], strict=False))


def problems_of(asked: PlanRequest) -> Iterator[Problem]:
    parameters, most = count_parameters(asked.sizes), LIMITS["sheet_parameters"]
    if parameters > most:
        params: dict[str, object] = {"found": parameters, "most": most}
        yield Problem(("plan", "sizes"), "error.sheets.parameters", params)
    if LOSSES[asked.loss].output == "softmax" and asked.sizes[-1] == 1:
        yield Problem(("plan", "sizes"), "error.sheets.one_output")
    if asked.blanks is not None and asked.kind != FADED:
        yield Problem(("plan", "blanks"), "error.sheets.blanks")


# --- a variant ------------------------------------------------------------------------------------


def variant(sheet: Worksheet, say: Say) -> Content:
    ways = Ways.of(sheet)
    places = {
        address: place
        for place, address in enumerate(
            (address for line in sheet.lines for address in line.addresses), 1
        )
    }
    principles = frozenset(sheet.principles)
    return {
        "variant": sheet.variant,
        "request": sheet.given.request,
        "given": [row for row in given_rows(ways) if row],
        "formulas": formulas_of(sheet, ways),
        "lines": [
            {
                "name": line.name,
                "principle": line.principle,
                "asks_principle": line in principles,
                "points": int(line in principles),
                "numbers": [number(ways, line, each, places[each]) for each in line.addresses],
            }
            for line in sheet.lines
        ],
        "slip": None
        if sheet.slip is None
        else {
            "code": sheet.slip.code,
            "text": say(f"mark.mistake.{sheet.slip.code}", {}),
            "at": list(sheet.slip.at),
        },
        "points": sheet.points,
    }


def number(ways: Ways, line: Line, address: str, place: int) -> Content:
    sheet = ways.sheet
    text, asked = sheet.right.texts[address], address in sheet.asked_at
    value = sheet.right.known[address]
    return {
        "number": place,
        "address": address,
        "symbol": symbol_of(ways.topology, address),
        "shown": sheet.shown.get(address),
        "asked": asked,
        "text": text,
        "sign": "0" if value == 0 else "+" if value > 0 else "-",
        "exact": sheet.sheet.true(address),
        "rule": rule_of(ways.topology, address),
        "way": ways.way(address),
        "points": int(asked),
    }


def given_rows(ways: Ways) -> Iterator[list[Content]]:
    """Inputs, target values, the weights and biases of each layer, the learning rate."""
    sheet, given = ways.sheet.sheet, ways.sheet.given
    yield [one(ways, f"x.{i}", value) for i, value in enumerate(given.inputs)]
    for layer in range(1, sheet.depth + 1):
        rows = given.weights[layer - 1]
        yield [
            one(ways, f"w{layer}.{unit}.{i}", value)
            for unit, row in enumerate(rows)
            for i, value in enumerate(row)
        ]
        if given.biases is not None:
            yield [
                one(ways, f"b{layer}.{unit}", value)
                for unit, value in enumerate(given.biases[layer - 1])
            ]
    yield [one(ways, f"t.{k}", value) for k, value in enumerate(given.targets)]
    yield [one(ways, "eta", given.rate)]


def one(ways: Ways, address: str, value: float) -> Content:
    return {"address": address, "symbol": symbol_of(ways.topology, address), "text": f"{value:g}"}


def formulas_of(sheet: Worksheet, ways: Ways) -> list[str]:
    functions = [
        f"{ACTIVATIONS[name].symbol}(z)={ACTIVATIONS[name].latex}"
        for name in dict.fromkeys(sheet.given.activations)
        if ACTIVATIONS[name].elementwise
    ]
    return [*functions, rule_of(ways.topology, "loss")]


def untold_of(sheet: Worksheet, say: Say) -> Content:
    found = untold(sheet.sheet, sheet.lines)

    def named(code: str) -> dict[str, Any]:
        return {"code": code, "text": say(f"mark.mistake.{code}", {})}

    return {
        "unseen": [named(code) for code in found.unseen],
        "alike": [[named(code) for code in codes] for codes in found.alike],
    }
