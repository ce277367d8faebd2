"""From the items of a run to the lines of the answer."""

from collections.abc import Iterator
from typing import Any

from ...engine.cancellation import CheckCancelled
from ...engine.network.optimizers import OVERFLOW, SMALL, ZERO
from ...engine.network.overflow import OF_NO_LAYER
from ...engine.network.runs.epochs import batches_in
from ...engine.network.runs.frame import End, Frame
from ...engine.network.runs.run import run
from ..endpoint import Content, Say
from ..trace.build import count_parameters
from ..trace.optimizer_state import state_json
from ..trace.response import network_json
from .build import TrainJob
from .data import class_names
from .entries import optimization_of
from .schema import EventRequest

#: The sentence of each kind of fault inside an optimizer.
OPTIMIZER_ENDS = {
    OVERFLOW: "run_end.optimizer_overflow",
    ZERO: "run_end.optimizer_zero",
    SMALL: "run_end.optimizer_small",
}


def lines_of(job: TrainJob, check_cancelled: CheckCancelled, say: Say) -> Iterator[Content]:
    """The header, a line for each item of the run, the end. Every number in them is finite."""
    yield header_json(job)
    events = iter(job.asked_events)
    for item in run(job.plan, check_cancelled):
        if isinstance(item, Frame):
            yield frame_json(item, job.request.include)
        elif isinstance(item, End):
            yield end_json(item, job, say)
        else:
            yield event_json(next(events))


def header_json(job: TrainJob) -> Content:
    plan, asked = job.plan, job.request.network
    found: Content = {
        "type": "header",
        "network": network_json(asked, plan.network),
        "parameters": count_parameters(asked),
        "batches_per_epoch": batches_in(plan.samples, plan.settings.batch_size),
        "steps": job.total_steps,
        "score": plan.score,
        "class_names": class_names(job.request.data),
    }
    if "data" in job.request.include:
        found["data"] = {
            "inputs": plan.inputs,
            "targets": plan.targets,
            "test_inputs": plan.test_inputs,
            "test_targets": plan.test_targets,
        }
    return found


def frame_json(frame: Frame, include: tuple[str, ...]) -> Content:
    found: Content = {
        "type": "frame",
        "epoch": frame.epoch,
        "step": frame.step,
        "learning_rate": frame.learning_rate,
        "loss": frame.loss,
        "test_loss": frame.test_loss,
        "accuracy": frame.accuracy,
        "test_accuracy": frame.test_accuracy,
    }
    if "weights" in include:
        found["weights"] = [layer.weights for layer in frame.network.layers]
        found["biases"] = [layer.biases for layer in frame.network.layers]
    if "layers" in include:
        found["layers"] = [
            {
                "gradient_norm": layer.gradient_norm,
                "update_ratio": layer.update_ratio,
                "saturated": layer.saturated,
                "dead": layer.dead,
            }
            for layer in frame.layers
        ]
    if "batch" in include:
        found["batch"] = frame.batch
    if "optimizer_state" in include:
        moment = frame.moment
        optimizer = moment.settings.optimization.optimizer
        found["optimizer_state"] = state_json(optimizer, moment.count, moment.states)
    return found


def event_json(event: EventRequest) -> Content:
    """As the request has it."""
    content: Content = event.model_dump(by_alias=True, exclude_unset=True)
    kept = {name: value for name, value in content.items() if value is not None}
    return {"type": "event"} | kept


def end_json(end: End, job: TrainJob, say: Say) -> Content:
    return {
        "type": "end",
        "reason": end.reason,
        "epoch": end.epoch,
        "step": end.step,
        "layer": end.layer,
        "quantity": end.quantity,
        "text": say(end_key(end), end_params(end, job)),
    }


def end_key(end: End) -> str:
    """The sentence of an end. A run that diverges before its first update has no rate to blame, nor
    has one with numbers that were given to it.
    """
    if end.reason != "diverged":
        return f"run_end.{end.reason}"
    if end.kind is not None:
        return OPTIMIZER_ENDS[end.kind]
    place = "layer" if end.layer and end.quantity not in OF_NO_LAYER else "loss"
    is_update = (end.quantity or "").startswith("updated_")
    if end.step == 0 and not is_update:
        return f"run_end.first_{place}"
    return f"run_end.{'diverged' if end.given is None else 'given'}_{place}"


def end_params(end: End, job: TrainJob) -> dict[str, Any]:
    params: dict[str, Any] = {"epoch": end.epoch, "step": end.step, "given": end.given}
    if end.reason == "diverged":
        params |= {"layer": end.layer, "rate": f"{rate_at(end, job):.4g}"}
        params["line" if end.kind is not None else "quantity"] = end.quantity
    return params


def rate_at(end: End, job: TrainJob) -> float:
    """The base rate of the last steps."""
    rate = job.plan.settings.learning_rate
    for event in job.asked_events:
        if event.step > end.step or event.changed is None:
            continue
        changes = event.changed
        if changes.optimizer is not None:
            rate = optimization_of(changes.optimizer).hyperparameters["learning_rate"]
        if changes.learning_rate is not None:
            rate = changes.learning_rate
    return rate
