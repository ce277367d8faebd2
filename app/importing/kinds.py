"""The kinds of files, recognized by what they hold. To add one, write its module and its row."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..engine.cancellation import CheckCancelled
from . import keras_file, onnx_file, own_json, printed, safetensors_file
from .model import Limits, Model, NotImportable, Written
from .protobuf import FIELD, MOST_FIELDS

#: What a pickle begins with: its protocol, or the first operation of an old one.
PICKLE = re.compile(rb"\x80[\x02-\x05]|\(?[cdl](?:copy_?reg|numpy|torch|p0|collections)")
ZIP, HDF5, NPY = b"PK", b"\x89HDF\r\n\x1a\n", b"\x93NUMPY"


#: Reads a file into what it holds, and calls the last between its parts. Raises `NotImportable`,
#: and what that raises.
Read = Callable[[bytes, Limits, CheckCancelled], Model | Written]


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    :param holds: whether a file is of this kind.
    :param seconds: what reading one takes, and what each of its bytes adds.
    :param most_parts: how many parts are read of one at most; there may be one in so many bytes
        (``bytes_per_part``) as the shortest has, and it adds ``seconds_per_part``.
    """

    name: str
    holds: Callable[[bytes], bool]
    read: Read
    seconds: float
    seconds_per_byte: float
    most_parts: int = 0
    bytes_per_part: int = 1
    seconds_per_part: float = 0.0

    def estimate(self, size: int) -> float:
        """The seconds that reading a file of so many bytes takes at most."""
        parts = min(size // self.bytes_per_part, self.most_parts)
        return self.seconds + self.seconds_per_byte * size + self.seconds_per_part * parts


def refusing(key: str) -> Read:
    """What is read of files that are not opened."""

    def read(content: bytes, limits: Limits, check_cancelled: CheckCancelled) -> Model:
        raise NotImportable(key)

    return read


def is_text(content: bytes) -> bool:
    if b"\0" in content[:4096]:
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def is_pickle(content: bytes) -> bool:
    """A pickle, or the archive with one in it that ``torch.save`` makes."""
    return PICKLE.match(content) is not None or (content.startswith(ZIP) and b".pkl" in content)


def is_arrays(content: bytes) -> bool:
    """The arrays of ``numpy.save`` and ``numpy.savez``."""
    return content.startswith(NPY) or (content.startswith(ZIP) and b".npy" in content)


def is_printed(content: bytes) -> bool:
    return is_text(content) and printed.is_printed(content)


def is_json(content: bytes) -> bool:
    return is_text(content) and own_json.is_json(content)


#: The first that holds a file reads it.
KINDS: Sequence[Kind] = (
    Kind("empty", lambda content: not content, refusing("error.import.empty"), 0, 0),
    Kind("safetensors", safetensors_file.is_safetensors, safetensors_file.read, 2e-4, 1e-9),
    Kind("keras", keras_file.is_keras, keras_file.read, 0.4, 2e-8),
    Kind("pickle", is_pickle, refusing("error.import.pickle"), 1e-5, 1e-10),
    Kind("numpy", is_arrays, refusing("error.import.numpy"), 1e-5, 1e-10),
    Kind("hdf5", lambda content: content.startswith(HDF5), refusing("error.import.hdf5"), 0, 0),
    Kind("printed", is_printed, printed.read, 2e-4, 6e-8),
    Kind("json", is_json, own_json.read, 1e-4, 5e-8),
    Kind("safetensors", safetensors_file.has_header, safetensors_file.read, 2e-4, 1e-9),
    Kind("onnx", onnx_file.is_onnx, onnx_file.read, 2e-4, 1e-9, MOST_FIELDS, FIELD, 3e-6),
    Kind("other", lambda content: True, refusing("error.import.other"), 0, 0),
)


def kind_of(content: bytes) -> Kind:
    return next(kind for kind in KINDS if kind.holds(content))
