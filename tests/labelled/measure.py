"""How well detection does on labelled columns and texts: precision and recall by type, and how many traps it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module

from privacy.detection.spans import spans
from privacy.detection.table import TableProfile
from schemas.kinds import Kind
from tests.labelled.cases import LabelledColumn, LabelledText

VALUES = frozenset({"EMAIL", "PHONE", "SSN", "CREDIT_CARD", "IP_ADDRESS", "OTHER_ID"})
"""Types that values tell by themselves."""


@dataclass
class Score:
    """Of one type, or of several added up."""

    right: int = 0
    invented: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.invented + other.invented, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.invented) if self.right + self.invented else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.invented + self.missed) if self.right else 0.0


@dataclass
class Measured:
    """``by_type``: without NONE. ``traps`` of all, ``taken`` of these."""

    by_type: dict[str, Score] = field(default_factory=dict)
    traps: int = 0
    taken: int = 0

    def of(self, types: Iterable[str]) -> Score:
        return sum((self.by_type[name] for name in types if name in self.by_type), Score())

    @property
    def whole(self) -> Score:
        return self.of(self.by_type)

    @property
    def taken_share(self) -> float:
        return self.taken / self.traps if self.traps else 0.0


def found_in(column: LabelledColumn) -> Kind:
    """The kind of a column; of one with values in it that have columns of their own, the kind of most of these."""
    profile = TableProfile(column.table)
    profile.add([(column.column, column.values)])
    verdicts = profile.verdicts()
    own = next(verdict.kind for verdict in verdicts if verdict.column == column.column)
    inner = Counter({v.kind: v.values for v in verdicts if v.kind is not Kind.NONE and v.column != column.column})
    return own if own is not Kind.NONE or not inner else inner.most_common(1)[0][0]


def of_columns(columns: Sequence[LabelledColumn]) -> Measured:
    right, invented, missed = Counter[str](), Counter[str](), Counter[str]()
    measured = Measured()
    for column in columns:
        kind = str(found_in(column))
        measured.traps += column.trap
        measured.taken += column.trap and kind != "NONE"
        if kind == column.type:
            right[kind] += 1
        else:
            invented[kind] += 1
            missed[column.type] += 1
    return _added(measured, right, invented, missed)


def of_texts(texts: Sequence[LabelledText]) -> Measured:
    """A span counts where type and half of what both cover agree. A text with nothing in it is a trap."""
    right, invented, missed = Counter[str](), Counter[str](), Counter[str]()
    measured = Measured()
    for text in texts:
        found = [(span.start, span.end, str(span.kind)) for span in spans(text.text)]
        measured.traps += not text.spans
        measured.taken += bool(found) and not text.spans
        for wanted in text.spans:
            same = next((one for one in found if one[2] == wanted[2] and _agree(one, wanted)), None)
            if same is None:
                missed[wanted[2]] += 1
            else:
                found.remove(same)
                right[wanted[2]] += 1
        invented.update(one[2] for one in found)
    return _added(measured, right, invented, missed)


def _agree(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * both >= max(one[1], other[1]) - min(one[0], other[0])


def _added(measured: Measured, right: Counter[str], invented: Counter[str], missed: Counter[str]) -> Measured:
    names = sorted({*right, *invented, *missed} - {"NONE"})
    measured.by_type = {name: Score(right[name], invented[name], missed[name]) for name in names}
    return measured


def table(measured: dict[str, Measured]) -> str:
    """Markdown: F1 a type and set, precision / recall over all."""
    names = sorted({name for one in measured.values() for name in one.by_type})
    lines = ["| | " + " | ".join(measured) + " |", "|---" * (len(measured) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(_score(one, name) for one in measured.values()) + " |" for name in names]
    for title, types in (("value types", VALUES), ("all types", frozenset(names))):
        scores = [one.of(types) for one in measured.values()]
        lines.append(
            f"| {title} | " + " | ".join(f"{s.f1:.3f} ({s.precision:.3f} / {s.recall:.3f})" for s in scores) + " |"
        )
    lines.append("| traps taken | " + " | ".join(f"{m.taken} of {m.traps}" for m in measured.values()) + " |")
    return "\n".join(lines)


def _score(measured: Measured, name: str) -> str:
    return f"{measured.by_type[name].f1:.3f}" if name in measured.by_type else ""


def main() -> None:
    """Prints the table of docs/detection.md."""
    sets = {}
    for name in ("a", "b", "c"):
        columns = import_module(f"tests.labelled.columns_{name}").columns()
        sets[f"columns {name}"] = of_columns(columns)
    for name in ("a", "b", "c"):
        sets[f"texts {name}"] = of_texts(import_module(f"tests.labelled.texts_{name}").texts())
    print(table(sets))


if __name__ == "__main__":
    main()
