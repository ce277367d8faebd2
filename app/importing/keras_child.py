"""A program of its own that reads a model of Keras: run by `keras_file`, in a process with limits.

It gets the file on its standard input. On its standard output it writes the model's configuration,
its length in 8 bytes before it, and its arrays as a file of safetensors. What Keras does not write,
it refuses with an exit code. It imports little of the package, so that it starts quickly.
"""

import io
import sys
import zipfile
import zlib
from typing import Any, NoReturn

from ..child_process import limit

#: Exit codes, by what they mean; `keras_file` has a sentence for each.
NO_H5PY, BROKEN, TOO_LARGE, LINK, EXTERNAL, COMPRESSED, NOT_KERAS = range(10, 17)

CONFIG, WEIGHTS = "config.json", "model.weights.h5"
#: What the readers of files raise.
OF_FILES = (OSError, EOFError, ValueError, RuntimeError)
#: What is taken of an archive at most: entries, and bytes of the configuration and the weights.
MOST_ENTRIES = 64
#: What begins each entry of an archive's directory; zipfile takes no other, whatever is told.
OF_DIRECTORY = b"PK\x01\x02"
MOST_CONFIG = 1_000_000
MOST_WEIGHTS = 16_000_000
#: The layers and arrays of a file.
MOST_LAYERS = 64
MOST_ARRAYS = 4
MOST_NUMBERS = 1_100_000
#: Limits of the process: seconds, and bytes beyond those that it has when it has loaded h5py.
SECONDS = 2
BYTES = 128 << 20


def leave(code: int) -> NoReturn:
    raise SystemExit(code)


def entry(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """An entry of the archive; no more of it is unpacked than it may have."""
    with archive.open(name) as file:
        found = file.read(most + 1)
    return found if len(found) <= most else leave(TOO_LARGE)


def unpacked(content: bytes) -> tuple[bytes, bytes]:
    """The configuration and the weights."""
    # Before the archive is opened, which reads its whole directory, be it of millions of entries.
    if content.count(OF_DIRECTORY) > MOST_ENTRIES:
        leave(TOO_LARGE)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = [each.filename for each in archive.infolist()]
        if len(names) > MOST_ENTRIES:
            leave(TOO_LARGE)
        if names.count(CONFIG) != 1 or names.count(WEIGHTS) != 1:
            leave(NOT_KERAS)
        return entry(archive, CONFIG, MOST_CONFIG), entry(archive, WEIGHTS, MOST_WEIGHTS)
    except (zipfile.BadZipFile, zlib.error, *OF_FILES, NotImplementedError):
        leave(BROKEN)


def inner(h5py: Any, group: Any, name: str) -> Any:
    """What a group holds under a name, unless a link leads there from elsewhere."""
    if type(group.get(name, getlink=True)) is not h5py.HardLink:
        leave(LINK)
    return group[name]


def array_of(h5py: Any, dataset: Any) -> Any:
    """Its numbers, if they stand in this file as Keras writes them."""
    if not isinstance(dataset, h5py.Dataset):
        leave(NOT_KERAS)
    if dataset.external is not None or dataset.is_virtual:
        leave(EXTERNAL)
    if dataset.id.get_create_plist().get_nfilters() or dataset.chunks is not None:
        leave(COMPRESSED)
    if dataset.shape is None or len(dataset.shape) > 8 or dataset.size > MOST_NUMBERS:
        leave(TOO_LARGE)
    if dataset.dtype.kind != "f" or dataset.dtype.itemsize not in (2, 4, 8):
        leave(NOT_KERAS)
    return dataset[()]


def arrays(h5py: Any, weights: bytes) -> dict[str, Any]:
    """By ``layer/number``. Only the groups that Keras fills are looked into."""
    found = {}
    numbers = 0
    with h5py.File(io.BytesIO(weights), "r") as file:
        if "layers" not in file:
            return {}
        layers = inner(h5py, file, "layers")
        if not isinstance(layers, h5py.Group) or len(layers) > MOST_LAYERS:
            leave(TOO_LARGE)
        for name in layers:
            layer = inner(h5py, layers, name)
            if not isinstance(layer, h5py.Group) or layer.get("vars", getlink=True) is None:
                continue
            kept = inner(h5py, layer, "vars")
            if not isinstance(kept, h5py.Group) or len(kept) > MOST_ARRAYS:
                leave(TOO_LARGE)
            for number in kept:
                array = array_of(h5py, inner(h5py, kept, number))
                numbers += array.size
                if numbers > MOST_NUMBERS:
                    leave(TOO_LARGE)
                found[f"{name}/{number}"] = array
    return found


def main() -> None:
    try:
        import h5py
        import safetensors.numpy
    except ImportError:
        leave(NO_H5PY)
    io.BytesIO(b"").readinto(bytearray(1))
    "".encode("cp437")  # loads the codec that names of archives have
    limit(seconds=SECONDS, room=BYTES)
    config, weights = unpacked(sys.stdin.buffer.read())
    try:
        found = arrays(h5py, weights)
    except (*OF_FILES, KeyError, TypeError, AttributeError):
        leave(BROKEN)
    except MemoryError:
        leave(TOO_LARGE)
    numbers = safetensors.numpy.save({name: array.copy(order="C") for name, array in found.items()})
    sys.stdout.buffer.write(len(config).to_bytes(8, "little") + config + numbers)
    sys.stdout.buffer.flush()
