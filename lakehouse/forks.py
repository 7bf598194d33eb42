"""The process that Spark forks its Python workers from. What they need is imported here, once.

Spark ends a worker that had nothing to do for a minute, and each one that imports by itself takes a second of CPU, and
memory of its own, before it looks at its first record.
"""

from __future__ import annotations

import gc

import pandas as pd  # noqa: F401 - what Spark itself imports in each worker
from pyspark.daemon import manager

import lakehouse.census
import lakehouse.reopen  # noqa: F401 - and what the work of this project is made of

if __name__ == "__main__":
    gc.freeze()  # the collector of a worker would touch, and so copy, all that it shares with the others
    manager()
