"""A training run: a generator of its frames, its events and its end."""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress

from ...cancellation import Cancelled, CheckCancelled, always
from ..overflow import Overflow
from .advance import Stretch
from .epochs import orders
from .events import applied
from .frame import End, Frame, FrameAt, end_at
from .kernels.choice import kernel_for
from .moment import Moment, begin_epoch, first_moment, next_epoch
from .plan import Event, Plan, SettingsChanged
from .stopping import judged, test_loss, training_loss


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

    ``check_cancelled`` is called before every step, and while a set of samples is evaluated. If it
    raises `Cancelled`, the run ends with that reason before the next step; its other exceptions
    pass.
    """
    events, frame_steps = plan.ordered_events, frozenset(plan.frame_steps)
    epoch, shown = (0, None) if moment is None else (moment.epoch + 1, moment.step)
    every_order = orders(plan.samples, plan.shuffle, plan.seed, epoch)
    moment = moment or first_moment(plan, next(every_order))
    #: The last one that has numbers from the plan or an event.
    given = moment
    kernel = kernel_for(plan)
    begun = kernel.begun(plan, every_order)
    check_gone = unless_cancelled(check_cancelled)
    #: That of the last step.
    last: Stretch | None = None
    reason: str | Cancelled | Overflow | None = None
    while moment.epoch < plan.epochs:
        while (event := due(events, moment)) is not None:
            moment, last, shown = applied(moment, event), None, None
            if moment.batch == 0:
                moment = begin_epoch(moment, plan)
            given = given if isinstance(event, SettingsChanged) else moment
            yield event
        if moment.step in frame_steps and moment.step != shown:
            frame = finite_frame(begun.frame_at, plan, moment, check_gone)
            if frame is not None:
                shown = moment.step
                yield frame
        if plan.stop.steps is not None and moment.step >= plan.stop.steps:
            reason = "steps"
            break
        until = next_stop(plan, events, moment, kernel.spans_epochs)
        stretch = begun.advance(moment, until, check_cancelled)
        moment, reason = stretch.moment, stretch.ended
        last = last if stretch.earlier is None else stretch
        if reason is None and moment.batch == moment.batches:
            moment = next_epoch(moment, plan, next(every_order))
            try:
                moment, reason = judged(plan, moment, check_gone)
            except Overflow as overflow:
                reason = overflow
        if reason is not None:
            break
    before = None if last is None else last.before
    found = ending(begun.frame_at, plan, moment, before, given, shown, reason or "done", check_gone)
    yield from found


def unless_cancelled(check_cancelled: CheckCancelled) -> CheckCancelled:
    """The same check without `Cancelled`: the frame under way is finished first."""

    def check_gone() -> None:
        with suppress(Cancelled):
            check_cancelled()

    return check_gone


def due(events: tuple[Event, ...], moment: Moment) -> Event | None:
    """The next event, if it is one of this step."""
    if moment.events < len(events) and events[moment.events].step <= moment.step:
        return events[moment.events]
    return None


def next_stop(
    plan: Plan, events: tuple[Event, ...], moment: Moment, spans_epochs: bool = False
) -> int:
    """The next step after the moment's at which there is something to do: a frame, an event, the
    end of the run by its `Stop`, or the end of the epoch; with ``spans_epochs`` the end of the last
    epoch of this length and these samples, unless the plan's `Stop` is asked before.
    """
    place = bisect_right(plan.frame_steps, moment.step)
    end = moment.step + moment.batches - moment.batch
    if spans_epochs and not plan.stop.judges_epochs and moment.keeps_its_epochs:
        end += (plan.epochs - moment.epoch - 1) * moment.batches
    steps = [end]
    steps += [event.step for event in events[moment.events : moment.events + 1]]
    steps += plan.frame_steps[place : place + 1]
    if plan.stop.steps is not None:
        steps.append(plan.stop.steps)
    return min(steps)


def finite_frame(
    frame_at: FrameAt, plan: Plan, moment: Moment, check_gone: CheckCancelled
) -> Frame | None:
    """The frame of a moment, or None where a loss is not finite."""
    try:
        return frame_at(plan, moment, check_gone)
    except Overflow:
        return None


def ending(
    frame_at: FrameAt,
    plan: Plan,
    moment: Moment,
    before: Moment | None,
    given: Moment,
    shown: int | None,
    reason: str | Cancelled | Overflow,
    check_gone: CheckCancelled,
) -> Iterator[Frame | End]:
    """The last frame, unless it has been ``shown``, and the end. A run whose last moment has no
    finite loss has diverged, whatever else ended it. Up to ``given`` the run had numbers that
    nothing has led to but the plan and its events.
    """
    frame: Frame | None = None
    if moment.step != shown:
        try:
            frame = frame_at(plan, moment, check_gone)
        except Overflow as overflow:
            reason = reason if isinstance(reason, Overflow) else overflow
            if before is not None and before.step != shown:
                frame = finite_frame(frame_at, plan, before, check_gone)
    if frame is not None:
        yield frame
    was_given = isinstance(reason, Overflow) and not has_loss(plan, given, check_gone)
    yield end_at(moment, reason, given.step if was_given else None)


def has_loss(plan: Plan, moment: Moment, check_gone: CheckCancelled) -> bool:
    """Is the loss over both sets finite?"""
    try:
        training_loss(moment, check_gone)
        test_loss(plan, moment, check_gone)
    except Overflow:
        return False
    return True
