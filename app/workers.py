"""What a worker process does besides serving: it ends with the process that started it."""

import multiprocessing
import os
import signal
import threading
from multiprocessing.process import BaseProcess


def follow_parent() -> None:
    """Ends this process as asked once its parent is gone, however that ended.

    Ctrl+C reaches all processes of a terminal; the parent tells its workers to stop.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=end_after, args=(parent,), daemon=True).start()


def end_after(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
