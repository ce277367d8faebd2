"""Gets the kernel of `fused` and its like ready: numba compiles it once, into a folder from which
every process loads it afterwards.

Compiling takes half a minute, loading a second. `prepare_in_background` does either in a thread,
and compiles in another process; until then `kernel` is None and training does without.
Without numba it stays so.

``python -m app.engine.network.runs.kernels.compiled`` compiles in advance, as an image does.
"""

import logging
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import astuple, replace
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from ....cancellation import always
from ...activations import ACTIVATIONS
from ...losses import LOSSES
from ...network import Layer, Network
from ...optimizers import OPTIMIZERS
from ...schedules import SCHEDULES
from ...training import Optimization
from ..epochs import orders
from ..moment import first_moment
from ..plan import Plan, Settings
from .buffered import Buffered
from .fused_frames import FusedFrames
from .fused_run import Compiled, FusedRun

#: The code that the kernel is compiled from is in these folders, and in one more file.
HERE = Path(__file__).resolve().parent
TABLES = HERE.parents[1]
STEP = HERE.parent / "step.py"
#: The folder that has the package.
ROOT = TABLES.parents[2]
#: Lies in the folder once the kernel has been compiled there.
MARK = "compiled"
#: What processors of the last ten years have in common, by machine: the name that LLVM has for it,
#: and the features that show it. A kernel for it serves them all, with the same bits.
COMMON = {
    "x86_64": ("x86-64-v3", ("avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe")),
    "AMD64": ("x86-64-v3", ("avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe")),
    "aarch64": ("generic", ()),
    "arm64": ("generic", ()),
}
#: How long a run that begins waits for a kernel that is being loaded.
LOADING_SECONDS = 10.0
LOG = logging.getLogger(__name__)


class Readiness:
    """Whether this process has the kernel. Nothing is undone: once there, it stays."""

    def __init__(self) -> None:
        self.kernel: Compiled | None = None
        self.loading = False
        self.settled = threading.Event()
        self.lock = threading.Lock()


STATE = Readiness()


def kernel() -> Compiled | None:
    """The functions, or None; those that are being loaded are waited for."""
    if STATE.loading:
        STATE.settled.wait(LOADING_SECONDS)
    return STATE.kernel


def prepare_in_background() -> None:
    threading.Thread(target=prepare, name="kernel", daemon=True).start()


def prepare() -> bool:
    """Whether the kernel is there; it is compiled, or only loaded, if it has not been."""
    with STATE.lock:
        if not STATE.settled.is_set():
            try:
                if find_spec("numba") is not None:
                    get_ready()
            except Exception as error:
                # Training goes on without it.
                LOG.warning("The compiled kernel is not available: %s", error)
            STATE.loading = False
            STATE.settled.set()
    return STATE.kernel is not None


def get_ready() -> None:
    processor = target()
    folder = folder_for(processor)
    # What has been loaded does not need its folder any more.
    with ExitStack() as temporary:

        def temporary_folder() -> Path:
            made = tempfile.TemporaryDirectory(prefix="deltaflow-kernel-")
            return Path(temporary.enter_context(made))

        if not (folder / MARK).exists():
            folder = folder if is_writable(folder) else temporary_folder()
            compile_apart(folder)
        STATE.loading = True
        if not os.access(folder, os.W_OK):
            # Numba wants to write where it reads.
            folder = Path(shutil.copytree(folder, temporary_folder(), dirs_exist_ok=True))
        STATE.kernel = loaded(folder, processor)


# --- where ----------------------------------------------------------------------------------------


def target() -> tuple[str, str]:
    """LLVM's name of the processor to compile for, and its features."""
    import llvmlite.binding as llvm

    host = llvm.get_host_cpu_features()
    name, needed = COMMON.get(platform.machine(), ("", ()))
    if name and all(host.get(feature, False) for feature in needed):
        return name, ""
    return llvm.get_host_cpu_name(), host.flatten()


def folder_for(processor: tuple[str, str]) -> Path:
    """The folder of what this code compiles to; other code, another numba or another processor has
    another folder.
    """
    import llvmlite
    import numba

    digest = sha256()
    versions = (sys.version, platform.machine(), numba.__version__, llvmlite.__version__)
    for text in (*versions, np.__version__, *processor, str(HERE)):
        digest.update(text.encode() + b"\0")
    for path in sorted([*HERE.glob("*.py"), *TABLES.glob("*.py"), STEP]):
        digest.update(path.read_bytes())
    return caches() / f"kernel-{digest.hexdigest()[:24]}"


def caches() -> Path:
    """The folder for caches: numba's own if NUMBA_CACHE_DIR names one, else the user's."""
    if named := os.environ.get("NUMBA_CACHE_DIR"):
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "deltaflow"


def is_writable(folder: Path) -> bool:
    """Can files be written to the folder, which is made if need be?"""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


# --- compiling and loading ------------------------------------------------------------------------


def compile_apart(folder: Path) -> None:
    """Compiles in a process of its own, with low priority; it ends with this one."""
    paths = [str(ROOT), *filter(None, sys.path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", __spec__.name, str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        if process.wait() != 0:
            raise RuntimeError(said.strip().rpartition("\n")[2] or f"exit {process.returncode}")


def loaded(folder: Path, processor: tuple[str, str]) -> Compiled:
    """The functions, loaded from the folder; compiled there if it is empty."""
    import numba

    numba.config.CPU_NAME, numba.config.CPU_FEATURES = processor
    numba.config.CACHE_DIR = str(folder)
    fused, measures, layers = (
        import_module(f".{name}", __package__)
        for name in ("fused", "fused_measures", "fused_layers")
    )
    found = Compiled(
        fused.take_steps,
        measures.measure_set,
        measures.measure_step,
        layers.activate_layer,
        layers.output_layer,
        fused.BLOCK,
    )
    first_step(found)
    # Arguments of other types would be compiled for while somebody waits.
    for function in astuple(found):
        if hasattr(function, "disable_compile"):
            function.disable_compile()
    return found


def first_step(kernel: Compiled) -> None:
    """Numba finds out the types of the arguments by a call."""
    sgd = Optimization(OPTIMIZERS["sgd"], {"learning_rate": 0.1})
    layer = Layer(ACTIVATIONS["linear"], np.ones((1, 1)), np.zeros(1))
    samples = np.ones((1, 1))
    plan = Plan(
        Network(1, (layer,), LOSSES["half_squared_error"]),
        samples,
        samples,
        Settings(sgd, SCHEDULES["constant"], {}, 1),
        1,
        "r_squared",
    )
    every_order = orders(1, False, 0)
    moment = first_moment(plan, next(every_order))
    run = FusedRun(kernel, plan, every_order)
    run(moment, 1, always)
    FusedFrames(run, plan).frame_at(plan, moment, always)
    network = Network(1, (layer, layer), LOSSES["half_squared_error"])
    plan = replace(plan, network=network)
    Buffered(network, kernel)(first_moment(plan, next(every_order)), 1, always)


def compile_into(folder: Path) -> None:
    """Compiles unless another process has done so in the meantime."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="utf-8") as lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / MARK).exists():
            loaded(folder, target())
            (folder / MARK).touch()


def end_with_parent() -> None:
    """Ends this process once whoever started it has ended, and with it the pipe to here."""
    os.read(0, 1)
    os._exit(1)


def main() -> None:
    if len(sys.argv) > 1:
        threading.Thread(target=end_with_parent, daemon=True).start()
        if hasattr(os, "nice"):
            os.nice(10)
        compile_into(Path(sys.argv[1]))
    else:
        compile_into(folder_for(target()))


if __name__ == "__main__":
    main()
