"""From a request to the source of a file."""

from typing import Any

import orjson

from ...engine.cancellation import CheckCancelled
from ...engine.network.network import Network
from ...engine.network.overflow import Overflow
from ...explain.steps import steps
from ...exporting.source import DescentPass, GraphPass, Look, NetworkPass, Source
from ..descent.build import build as build_descent
from ..descent.endpoint import ENDPOINT as DESCENT
from ..descent.schema import DescentRequest
from ..endpoint import Content, Endpoint, Say
from ..expressions import program_of
from ..graph.endpoint import ENDPOINT as GRAPH
from ..graph.schema import GraphRequest
from ..json_pieces import dumped
from ..trace.build import build, last_round
from ..trace.endpoint import ENDPOINT as TRACE
from ..trace.endpoint import explained
from ..trace.response import content, latex_writers, topology
from .schema import ExportRequest

TOOLS: dict[str, Endpoint[Any]] = {"trace": TRACE, "graph": GRAPH, "descent": DESCENT}


def source_of(asked: ExportRequest, check_cancelled: CheckCancelled, say: Say) -> Source:
    """Raises a `Refusal`, and what ``check_cancelled`` raises."""
    look = Look(
        letters=asked.letters,
        drawing=asked.drawing,
        theme=asked.theme,
        language=say("sheet_file.language", {}),
        scale=asked.scale,
    )
    network = None
    if asked.tool == "trace":
        request, answer, network = passed(with_steps(asked), check_cancelled)
    else:
        request = as_json(asked.asked.model_dump(by_alias=True, exclude_unset=True))
        answer = as_json(TOOLS[asked.tool].answer(asked.asked, check_cancelled, say))
    return Source(
        tool=asked.tool,
        request=request,
        answer=answer,
        step=asked.step,
        look=look,
        say=say,
        check_cancelled=check_cancelled,
        network=network,
        graph=graph_of(asked.asked) if asked.tool == "graph" else None,
        descent=descent_of(asked.asked) if asked.tool == "descent" else None,
    )


def graph_of(asked: GraphRequest) -> GraphPass:
    program = program_of(asked.expression, "expression", asked.values)
    return GraphPass(graph=program.graph, inputs=asked.values)


def descent_of(asked: DescentRequest) -> DescentPass | None:
    """None where the runs are on a network. Raises a `Refusal`."""
    job = build_descent(asked)
    if job.function is None:
        return None
    return DescentPass(
        graph=job.function.graph,
        variables=job.function.variables,
        start=[float(each) for each in job.start],
        columns=job.function.columns,
        reduction=job.function.reduction,
        optimizations=job.optimizations,
        steps=asked.steps,
        batch=asked.batch,
        seed=asked.seed,
        gradient_norm=asked.stop.gradient_norm,
    )


def as_json(found: Any) -> Any:
    """What the client of an answer gets of it: lists in the place of arrays."""
    return orjson.loads(dumped(found))


def with_steps(asked: ExportRequest) -> Any:
    """The request of the tool as it is answered for a file: that of a pass with its steps."""
    if asked.tool != "trace":
        return asked.asked
    include = tuple(dict.fromkeys((*asked.asked.include, "steps")))
    return asked.asked.model_copy(update={"include": include})


def passed(asked: Any, check_cancelled: CheckCancelled) -> tuple[Content, Content, NetworkPass]:
    """The request of a pass with all that it leaves out, its answer, and both for the engine."""
    job = build(asked)
    try:
        trained = last_round(job, check_cancelled)
        answer = as_json(content(asked, job, check_cancelled))
        writers = latex_writers(trained, job)
    except Overflow as overflow:
        raise explained(overflow) from None
    request = asked.model_dump(by_alias=True)
    request["network"] = filled_in(request["network"], job.network)
    chosen = job.optimization
    request["optimizer"] = {"name": chosen.optimizer.name} | chosen.hyperparameters
    if asked.optimizer_state is None:
        del request["optimizer_state"]
    shape = topology(job)
    network = NetworkPass(
        network=job.network,
        inputs=job.inputs,
        targets=job.targets,
        reduction=job.reduction,
        optimization=job.optimization,
        rounds=job.rounds,
        rule=job.rule,
        trained=trained,
        topology=shape,
        steps=steps(shape),
        writers=writers,
    )
    return as_json(request), answer, network


def filled_in(asked: Content, network: Network) -> Content:
    """The request of a network with the weights and biases that it has."""
    layers = []
    for layer, made in zip(asked["layers"], network.layers, strict=True):
        given = {name: value for name, value in layer.items() if value is not None}
        biases = {} if made.biases is None else {"biases": made.biases.tolist()}
        layers.append(given | {"weights": made.weights.tolist()} | biases)
    kept = {name: asked[name] for name in ("inputs", "loss")}
    return kept | {"layers": layers}
