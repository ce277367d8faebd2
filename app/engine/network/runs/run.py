"""A training run: a generator of its frames, its events and its end."""

from bisect import bisect_right
from collections.abc import Iterator

from ...cancellation import Cancelled, CheckCancelled, always
from ..overflow import Overflow
from .advance import advance
from .epochs import orders
from .events import applied
from .frame import End, Frame, end_at, frame_at
from .moment import Moment, begin_epoch, first_moment, next_epoch
from .plan import Event, Plan
from .stopping import judged


def run(
    plan: Plan, check_cancelled: CheckCancelled = always, moment: Moment | None = None
) -> Iterator[Frame | Event | End]:
    """The run of a plan, from its beginning or from one of its moments on.

    At a step of ``plan.frame_steps`` there is a `Frame`; before it each of the step's events, once
    it is applied. A frame with a number that is not finite is left out. The `End` comes last, after
    a frame of the moment where the run stands; where that has none, as in most runs that diverge,
    after one of the moment a step earlier, if that has.

    A run that is taken up at the ``moment`` of a frame does not show it again, unless the plan has
    got new events there. The rest is the same to the last bit as without the interruption; only a
    run that its `Stop` has ended goes on from its last frame. The events that the moment has seen
    are the first of the plan's.

    ``check_cancelled`` is called before every step. If it raises `Cancelled`, the run ends with
    that reason; its other exceptions pass.
    """
    events, frame_steps = plan.ordered_events, frozenset(plan.frame_steps)
    epoch, shown = (0, None) if moment is None else (moment.epoch + 1, moment.step)
    every_order = orders(plan.samples, plan.shuffle, plan.seed, epoch)
    moment = moment or first_moment(plan, next(every_order))
    before: Moment | None = None
    reason: str | Cancelled | Overflow | None = None
    while moment.epoch < plan.epochs:
        while (event := due(events, moment)) is not None:
            moment, before, shown = applied(moment, event), None, None
            if moment.batch == 0:
                moment = begin_epoch(moment, plan)
            yield event
        if moment.step in frame_steps and moment.step != shown:
            frame = finite_frame(plan, moment)
            if frame is not None:
                shown = moment.step
                yield frame
        stretch = advance(moment, next_stop(plan, events, moment), check_cancelled)
        moment, before, reason = stretch.moment, stretch.before or before, stretch.ended
        if reason is None and moment.batch == moment.batches:
            moment = next_epoch(moment, plan, next(every_order))
            try:
                moment, reason = judged(plan, moment)
            except Overflow as overflow:
                reason = overflow
        if reason is not None:
            break
    yield from ending(plan, moment, before, shown, reason or "done")


def due(events: tuple[Event, ...], moment: Moment) -> Event | None:
    """The next event, if it is one of this step."""
    if moment.events < len(events) and events[moment.events].step <= moment.step:
        return events[moment.events]
    return None


def next_stop(plan: Plan, events: tuple[Event, ...], moment: Moment) -> int:
    """The next step after the moment's at which there is something to do: a frame, an event, or the
    end of the epoch.
    """
    place = bisect_right(plan.frame_steps, moment.step)
    steps = [moment.step + moment.batches - moment.batch]
    steps += [event.step for event in events[moment.events : moment.events + 1]]
    steps += plan.frame_steps[place : place + 1]
    return min(steps)


def finite_frame(plan: Plan, moment: Moment) -> Frame | None:
    """The frame of a moment, or None where a loss is not finite."""
    try:
        return frame_at(plan, moment)
    except Overflow:
        return None


def ending(
    plan: Plan,
    moment: Moment,
    before: Moment | None,
    shown: int | None,
    reason: str | Cancelled | Overflow,
) -> Iterator[Frame | End]:
    """The last frame, unless it has been ``shown``, and the end. A run whose last moment has no
    finite loss has diverged, whatever else ended it.
    """
    frame: Frame | None = None
    if moment.step != shown:
        try:
            frame = frame_at(plan, moment)
        except Overflow as overflow:
            reason = reason if isinstance(reason, Overflow) else overflow
            if before is not None and before.step != shown:
                frame = finite_frame(plan, before)
    if frame is not None:
        yield frame
    yield end_at(moment, reason)
