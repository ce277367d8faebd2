"""Which kernel takes the steps of a training run: the mathematics is one, the ways to compute it
differ in speed and in the last bits.

To add one, write a `Kernel` in a module of its own and put it in `KERNELS`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..advance import Advance, advance
from ..epochs import Indices
from ..frame import FrameAt, frame_at
from ..plan import Plan
from . import buffered, compiled, fused_frames, fused_run


@dataclass(frozen=True)
class Kernel:
    """An entry of the table.

    ``takes`` plan -> whether the run of this plan is for this kernel; it depends on the plan alone,
    once the kernel is ready. ``begun`` (plan, orders) -> what takes the steps of one run and
    measures its frames. It may be given moments with other settings and other samples than the
    plan's first; those that it does not serve it leaves to `advance` and `frame_at`.

    With ``spans_epochs`` it may be asked for steps beyond the moment's epoch: then it takes the
    order of each epoch that it enters from ``orders``, where that of the next epoch comes next.
    """

    name: str
    takes: Callable[[Plan], bool]
    begun: Callable[[Plan, Iterator[Indices]], "KernelRun"]
    spans_epochs: bool = False


@dataclass(frozen=True)
class KernelRun:
    """What a kernel does for one run, with what it keeps between the calls."""

    advance: Advance
    frame_at: FrameAt = frame_at


#: The one that takes every plan.
READABLE = Kernel("readable", lambda plan: True, lambda plan, orders: KernelRun(advance))


def fused_takes(plan: Plan) -> bool:
    return fused_run.takes(plan.network) and compiled.kernel() is not None


def fused_begun(plan: Plan, orders: Iterator[Indices]) -> KernelRun:
    kernel = compiled.kernel()
    assert kernel is not None
    begun = fused_run.FusedRun(kernel, plan, orders)
    return KernelRun(begun, fused_frames.FusedFrames(begun, plan).frame_at)


def buffered_begun(plan: Plan, orders: Iterator[Indices]) -> KernelRun:
    return KernelRun(buffered.Buffered(plan.network, compiled.kernel()))


#: Small networks, where numba is installed; not before it is ready, half a minute after the first
#: start of a release.
FUSED = Kernel("fused", fused_takes, fused_begun, spans_epochs=True)

#: It takes 0.4 to 0.6 of the readable engine's time for a step, from 2-3-2-1 with one sample to
#: 784-256-128-10 with 64 (``python -m tests.bench.training``), so no size is too small for it.
BUFFERED = Kernel("buffered", buffered.takes, buffered_begun)

#: The first that takes a plan has it.
KERNELS: tuple[Kernel, ...] = (FUSED, BUFFERED, READABLE)


def kernel_for(plan: Plan) -> Kernel:
    """The kernel for a run of the plan; it is chosen once, before the first step."""
    return next(kernel for kernel in KERNELS if kernel.takes(plan))
