"""Real exports as a source: JSON lines, CSV with a header, Parquet; plain, gzip or zstandard.

The way to read it: ``form`` says what a file is by its name, ``unpacked`` opens it, ``lines`` and ``tabular`` find its
rows, ``survey`` reads it once from end to end before anything is carried, ``source`` reads a slice of it in workers.
"""

from batch.files.form import ExportError
from batch.files.source import FileSource

__all__ = ["ExportError", "FileSource"]
