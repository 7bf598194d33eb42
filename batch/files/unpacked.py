"""Opens a file as the bytes that were packed into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from batch.files.form import ExportError

_BUFFER = 1 << 20


@contextmanager
def unpacked(path: Path, packed: str) -> Iterator[pa.NativeFile]:
    """The content of ``path``, from its beginning. Raises ExportError where it cannot be read, or ends before what was
    packed into it does. Arrow's streams: zstandard's own reader takes a file that is cut off for a whole one."""
    try:
        with (
            pa.input_stream(str(path), compression=packed, buffer_size=_BUFFER)
            if packed
            else pa.OSFile(str(path)) as file
        ):
            yield file
    except FileNotFoundError:
        raise ExportError(f"{path.name}: is not there any more") from None
    except PermissionError:
        raise ExportError(f"{path.name}: may not be read by this user") from None
    except OSError:
        what = (
            "is damaged or cut off, what was packed into it cannot be read to its end" if packed else "cannot be read"
        )
        raise ExportError(f"{path.name}: {what}") from None
