"""User profiles: payloads for any index range and version, with the truth beside each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from batch.synthetic.accounts import created_us, user_draws
from batch.synthetic.draws import Draws, Rows
from batch.synthetic.events import address, user_ids
from batch.synthetic.geography import CITIES, City
from batch.synthetic.names import latin, names
from batch.synthetic.storyboard import SLOTS
from batch.synthetic.text import Matrix, column, digits, joined, laid_out, pool, stamped, taken
from batch.synthetic.traffic import DAY, SECOND, Traffic

USERS_SCHEMA = pa.schema(
    [
        ("payload", pa.binary()),
        ("idx", pa.int64()),
        ("version", pa.int64()),
        ("user_id", pa.string()),
        ("created_us", pa.int64()),
        ("updated_us", pa.int64()),
    ]
)

_PIECE = 1 << 16
_WEIGHTED = 4096


def users(traffic: Traffic, start: int, stop: int, version: int = 0) -> pa.Table:
    """Profiles of users ``start`` to ``stop`` (excluded) in the schema :data:`USERS_SCHEMA`; every record is good.

    Version 0 stands at the export time. Version v > 0 was updated in the v-th second after it, and some fields changed;
    identity, name, e-mail, age, gender and creation never do.
    """
    if not 0 <= start <= stop <= traffic.users or version < 0:
        raise ValueError("a range of users has 0 <= start <= stop <= traffic.users, and a version is at least 0")
    ranges = (np.arange(at, min(at + _PIECE, stop)) for at in range(start, stop, _PIECE))
    return pa.Table.from_batches([_piece(traffic, user, version) for user in ranges], USERS_SCHEMA)


def user_updates(traffic: Traffic, version: int, count: int) -> pa.Table:
    """About ``count`` different users, chosen for this version (> 0) by draw: the changes of one second."""
    draws = Draws((traffic.seed, traffic.base_us, "updates"))
    user = np.unique(draws.below("user", version * (1 << 20) + np.arange(count), traffic.users))
    return pa.Table.from_batches([_piece(traffic, user, version)], USERS_SCHEMA)


def _piece(traffic: Traffic, user: Rows, version: int) -> pa.RecordBatch:
    created, login, updated = _times(traffic, user, version)
    user_id = user_ids(traffic, user)
    payload = joined(column(_head(user_id, created, login, updated)), *_body(traffic, user, version))
    versions = pa.array(np.full(len(user), version))
    columns = [payload, pa.array(user), versions, column(user_id, pa.string()), pa.array(created), pa.array(updated)]
    return pa.RecordBatch.from_arrays(columns, schema=USERS_SCHEMA)


def _times(traffic: Traffic, user: Rows, version: int) -> tuple[Rows, Rows, Rows]:
    """Creation, last login (in the 30 days before the export, not before creation) and last change."""
    draws = user_draws(traffic)
    created = created_us(traffic, user)
    login = np.maximum(created, traffic.export_us - (draws.unit("login", user) * 30 * DAY).astype(np.int64))
    updated = traffic.export_us - (draws.unit("updated", user) * (traffic.export_us - login)).astype(np.int64)
    if not version:
        return created, login, updated
    changed = traffic.export_us + version * SECOND - 1 - (draws.unit("changed", user) * (SECOND - 1)).astype(np.int64)
    return created, changed - SECOND // 2, changed


def _head(user_id: Matrix, created: Rows, login: Rows, updated: Rows) -> Matrix:
    times: list[str | Matrix] = [
        '","created_at":"',
        stamped(created),
        '","last_login":"',
        stamped(login),
        '","updated_at":"',
        stamped(updated),
    ]
    return laid_out(len(user_id), ['{"user_id":"', user_id, *times, '"'])


def _body(traffic: Traffic, user: Rows, version: int) -> list[pa.Array]:
    draws, pools = user_draws(traffic), _pools()
    first, last = _named(traffic, draws, user)
    home = taken(pools.home, draws.below("city", _drawn_at(draws, "moved", user, version, 0.05), _WEIGHTED))
    status = draws.below("status", _drawn_at(draws, "status changed", user, version, 0.1), 100)
    tier = draws.below("tier", _drawn_at(draws, "tier changed", user, version, 0.2), 100)
    return [
        taken(pools.email_first, first),
        taken(pools.email_last, last),
        column(laid_out(len(user), [digits(user, 9)])),
        taken(pools.email_domain, draws.below("domain", user, len(pools.email_domain))),
        taken(pools.first_name, first),
        taken(pools.last_name, last),
        taken(pools.age, draws.below("age", user, len(pools.age))),
        taken(pools.gender, draws.below("gender", user, 100)),
        home,
        *_phone(draws, user),
        *address(traffic, user * SLOTS + version % 3),
        taken(pools.status, status),
        taken(pools.tier, tier),
        *_worth(draws, user, version),
        column(laid_out(len(user), ["}"])),
    ]


def _named(traffic: Traffic, draws: Draws, user: Rows) -> tuple[Rows, Rows]:
    """Positions of first and last name in their pools, where the accented names follow the plain ones."""
    known = names()
    odd = draws.unit("accent", user) < traffic.rates.non_ascii

    def pick(side: str, plain: Sequence[str], accented: Sequence[str]) -> Rows:
        return np.where(odd, len(plain) + draws.below(side, user, len(accented)), draws.below(side, user, len(plain)))

    return (pick("first", known.plain_first, known.accented_first), pick("last", known.plain_last, known.accented_last))


def _drawn_at(draws: Draws, change: str, user: Rows, version: int, share: float) -> Rows:
    """The row of a draw that is made anew in a share of the versions after the first."""
    row = user + (version << 40)
    return np.where((version > 0) & (draws.unit(change, row) < share), row, user)


def _phone(draws: Draws, user: Rows) -> list[pa.Array]:
    """A number under the area code of the city the user first lived in; one user in twenty gave none."""
    area = taken(_pools().area, draws.below("city", user, _WEIGHTED))
    number = digits(2_000_000 + draws.below("phone", user, 8_000_000), 9)[:, 2:]
    silent = pa.array(draws.unit("silent", user) < 0.05)
    parts = (area, column(laid_out(len(user), [number, '"'])))
    return [pc.if_else(silent, pa.scalar(b"", pa.binary()), part) for part in parts]


def _worth(draws: Draws, user: Rows, version: int) -> list[pa.Array]:
    """Purchases (0 to 50) and lifetime value (0 to 1000 with two decimals), which rise together and never fall."""
    unit = draws.unit("purchases", user)
    purchases = np.minimum((unit**3 * 40).astype(np.int64) + min(version, 10), 50)
    cents = np.minimum(
        (unit**3 * draws.unit("basket", user) * 90_000).astype(np.int64) + min(version, 10) * 900, 100_000
    )
    return [taken(_pools().purchases, purchases), taken(_pools().worth, cents)]


class _Pools(NamedTuple):
    email_first: pa.BinaryArray
    email_last: pa.BinaryArray
    email_domain: pa.BinaryArray
    first_name: pa.BinaryArray
    last_name: pa.BinaryArray
    age: pa.BinaryArray
    gender: pa.BinaryArray
    home: pa.BinaryArray
    area: pa.BinaryArray
    status: pa.BinaryArray
    tier: pa.BinaryArray
    purchases: pa.BinaryArray
    worth: pa.BinaryArray


@lru_cache(maxsize=1)
def _pools() -> _Pools:
    """Ready-made fragments of every field; where a pool has 100 entries, they are percents."""
    known = names()
    first, last = (known.plain_first + known.accented_first, known.plain_last + known.accented_last)
    cities = _spread({n: city.weight for n, city in enumerate(CITIES)}, _WEIGHTED)
    return _Pools(
        email_first=pool([f',"email":"{latin(n)}.' for n in first]),
        email_last=pool([f"{latin(n)}." for n in last]),
        email_domain=pool([f'@{d}"' for d in ("example.com", "mail.example.org", "example.net", "post.example.com")]),
        first_name=pool([f',"first_name":{json.dumps(n, ensure_ascii=False)}' for n in first]),
        last_name=pool([f',"last_name":{json.dumps(n, ensure_ascii=False)}' for n in last]),
        age=pool(_ages()),
        gender=pool(_percent("gender", {"M": 48, "F": 48, "O": 2, "N": 2})),
        home=pool([_home(CITIES[c], n) for n, c in enumerate(cities)]),
        area=pool([f',"phone":"+1{CITIES[c].area_code}' for c in cities]),
        status=pool(_percent("account_status", {"active": 85, "inactive": 10, "suspended": 5})),
        tier=pool(_percent("subscription_tier", {"free": 50, "basic": 30, "premium": 20})),
        purchases=pool([f',"total_purchases":{n}' for n in range(51)]),
        worth=pool([f',"lifetime_value":{n // 100}.{n % 100:02d}' for n in range(100_001)]),
    )


def _spread(weights: dict[int, int], size: int) -> list[int]:
    """``size`` entries in which each number stands in proportion to its weight."""
    ends = np.cumsum(list(weights.values()))
    places = (np.arange(size) + 0.5) * ends[-1] / size
    return [list(weights)[n] for n in np.searchsorted(ends, places).tolist()]


def _home(city: City, n: int) -> str:
    fields = {"city": city.name, "state": city.state, "zip_code": city.zips[n % len(city.zips)]}
    return "," + json.dumps(fields, separators=(",", ":"))[1:-1]


def _percent(field: str, shares: dict[str, int]) -> list[str]:
    return [f',"{field}":"{value}"' for value, share in shares.items() for _ in range(share)]


def _ages() -> list[str]:
    """Mostly 18 to 75; a few children, a few over 89, who must be top-coded, and two who cannot be right."""
    usual = [18 + round(57 * (n / 960) ** 1.3) for n in range(960)]
    rare = [13 + n % 5 for n in range(24)] + [76 + n % 24 for n in range(38)] + [0, 130]
    return [f',"age":{age}' for age in usual + rare]
