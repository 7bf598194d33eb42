"""The proof of an erasure: every byte of every store is searched for what would give the erased persons away, and a
signed receipt for each store says what was searched, what was found, and by when what may still be there is gone.

A scan proves something only if it finds what is there: each one also has to find a value that was planted for it.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import secrets
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from governance.survey.needles import PREFIX, Canary
from governance.survey.search import ScanError, Survey, Surveyor
from governance.traces import Sought
from privacy.keyfile import sync_folder
from privacy.keys import Keyring

FORMAT = 1
_CONTROL = "control"
_SHOWN = 50
_PLANTED = ("plain.bin", "packed.gz", "table.parquet")


class ProofError(Exception):
    """An erasure is not proved; the text names stores, never what was found in them."""


@dataclass(frozen=True)
class Store:
    """A place where data about persons is or may be. ``roots``: files and folders, of which ``exclude`` are left out;
    none where it is out of reach, and ``note`` says why. ``until``: when what it still holds of an erased person, and
    nobody can take out earlier, is gone; ``opaque``: what it holds is encrypted as a whole, so that nothing is found in
    it and the date alone counts; ``required``: what is there as long as the store is."""

    name: str
    roots: tuple[Path, ...]
    exclude: tuple[Path, ...] = ()
    until: dt.datetime | None = None
    opaque: bool = False
    note: str = ""
    required: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Found:
    """Something that gives a person away, in so many files or layers of them."""

    what: str
    encoding: str
    container: str
    times: int


@dataclass(frozen=True)
class Receipt:
    """What was searched in a store and what came of it. ``requests``: by number, with the keyed hash of their persons;
    ``sought``: how many values of which kind; ``not_sought``: identifiers too short to tell from chance; ``gaps``:
    wrappings that could be searched as raw bytes only, by reason."""

    format: int
    lake_id: str
    store: str
    verdict: str
    requests: dict[int, str]
    sought: dict[str, int]
    not_sought: int
    roots: list[str]
    files: int
    bytes: int
    began_at: str
    ended_at: str
    control: str
    found: list[Found]
    places: list[str]
    gaps: dict[str, int]
    until: str | None
    note: str


NOTHING, DATED, LEFT, UNREACHED = "nothing found", "gone by the date", "something is left", "not searched"


def prove(
    sought: Sequence[Sought], stores: Sequence[Store], lake_id: str, work: Path, told: Callable[[Receipt], None]
) -> list[Receipt]:
    """Searches every store; a receipt each, which ``told`` hears of. ``work``: a private folder, for what is planted.
    Raises ProofError where a scan does not find that, or a store cannot be read."""
    canaries, short = wanted(sought)
    with _planted(work) as (control, planted):
        surveyor = Surveyor([*canaries, control])
        receipts = []
        for store in stores:
            receipts.append(_searched(store, surveyor, planted, lake_id, sought, canaries, short))
            told(receipts[-1])
    return receipts


def wanted(sought: Sequence[Sought]) -> tuple[list[Canary], int]:
    """What gives them away, by kind; and how many identifiers are too short to be looked for."""
    found: list[Canary] = []
    short = 0
    for each in sought:
        if len(each.identifier) < PREFIX:
            short += 1
        else:
            # Others' identifiers begin alike.
            found.append(Canary(f"{each.number} identifier", each.identifier, generic_prefix=True))
        for trace in each.traces:
            found += [
                Canary(f"{each.number} subject_id", trace.subject_id),
                Canary(f"{each.number} reference", trace.subject_ref),
                Canary(f"{each.number} pseudonym", trace.user_key),
                Canary(f"{each.number} wrapped keys", trace.wrapped_head),
                Canary(f"{each.number} data key", trace.dek_head),
            ]
    return found, short


def write(receipts: Sequence[Receipt], keyring: Keyring, folder: Path, at: dt.datetime) -> Path:
    """Receipts as JSON, each with an Ed25519 signature of its bytes beside it, and the public key that verifies them:
    a folder of its own below ``folder``."""
    made = folder / f"{at:%Y-%m-%dT%H%M%S.%f}Z"
    made.mkdir(mode=0o700, parents=True)
    (made / "public-key.pem").write_bytes(keyring.public_key())
    for receipt in receipts:
        text = json.dumps(asdict(receipt), indent=1, sort_keys=True).encode() + b"\n"
        (made / f"{receipt.store}.json").write_bytes(text)
        (made / f"{receipt.store}.sig").write_bytes(keyring.signed(text))
    sync_folder(made)
    return made


def _searched(
    store: Store, surveyor: Surveyor, planted: Path, lake_id: str, sought: Sequence[Sought],
    canaries: Sequence[Canary], short: int,
) -> Receipt:  # fmt: skip
    began = _now()
    missing = [path for path in store.required if not path.exists()]
    if missing:
        raise ProofError(f"{store.name} is not where it should be ({missing[0]}): nothing was proved")
    roots = [root for root in store.roots if root.exists()]
    seen = _survey(store, surveyor, [*roots, planted], planted) if store.roots else None
    findings = [each for each in seen.findings if not _is_control(each.canary)] if seen else []
    counted = Counter((each.canary, each.encoding, each.container) for each in findings)
    return Receipt(
        format=FORMAT,
        lake_id=lake_id,
        store=store.name,
        verdict=_verdict(store, bool(findings)),
        requests={each.number: each.subject.hex() for each in sought},
        sought=dict(Counter(each.name.split(" ", 1)[1] for each in canaries)),
        not_sought=short,
        roots=[str(root) for root in store.roots],
        files=seen.files - len(_PLANTED) if seen else 0,
        bytes=seen.bytes - _bytes(planted) if seen else 0,
        began_at=began,
        ended_at=_now(),
        control="found" if seen else "not searched",
        found=[Found(*what, times) for what, times in sorted(counted.items())][:_SHOWN],
        places=sorted({each.path for each in findings})[:_SHOWN],
        gaps=dict(Counter(gap.reason for gap in seen.gaps)) if seen else {},
        until=store.until.isoformat() if store.until else None,
        note=store.note,
    )


def _survey(store: Store, surveyor: Surveyor, roots: list[Path], planted: Path) -> Survey:
    try:
        seen = surveyor.survey(roots, [path for path in store.exclude if path != planted])
    except ScanError as error:
        raise ProofError(f"{store.name} cannot be searched ({error.code}): see to it that it can be read") from None
    met = {Path(each.path).name for each in seen.findings if _is_control(each.canary)}
    if met != set(_PLANTED):
        raise ProofError(f"the scan of {store.name} does not find what was planted for it: it would prove nothing")
    return seen


def _verdict(store: Store, found: bool) -> str:
    if not store.roots:
        return DATED if store.until else UNREACHED
    if store.opaque or found:
        # What is there after its date was not let go of.
        ahead = store.until is not None and store.until > dt.datetime.now(dt.UTC)
        return DATED if ahead else LEFT if found else NOTHING
    return NOTHING


@contextmanager
def _planted(work: Path) -> Iterator[tuple[Canary, Path]]:
    """A value that has to be found, plain, compressed and in a column, in a folder that is removed afterwards."""
    value = secrets.token_hex(16).encode()
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="control-", dir=work) as name:
        folder = Path(name)
        plain, packed, table = (folder / each for each in _PLANTED)
        plain.write_bytes(b"before " + value + b" after")
        packed.write_bytes(gzip.compress(b"before " + value))
        pq.write_table(pa.table({"value": [value.decode()] * 3}), table, compression="zstd")
        yield Canary(_CONTROL, value), folder


def _is_control(name: str) -> bool:
    return name == _CONTROL


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()
