"""The event stream: payloads for any index range, with the truth beside each."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from batch.synthetic import catalogue as shop
from batch.synthetic.accounts import user_draws
from batch.synthetic.dirt import CLEAN, CONFLICT, DRIFTED, FIRST_MALFORMED, KINDS, LATE, OUTCOMES, VERY_LATE, Dirt, dirt
from batch.synthetic.draws import Draws, Rows, key, scaled
from batch.synthetic.spoil import spoilt
from batch.synthetic.storyboard import CODE, TYPES
from batch.synthetic.text import Matrix, column, hexed, joined, laid_out, pool, stamped, taken
from batch.synthetic.traffic import Traffic

EVENTS_SCHEMA = pa.schema(
    [
        ("payload", pa.binary()),
        ("idx", pa.int64()),
        ("kind", pa.string()),
        ("expected_reason", pa.string()),
        ("event_id", pa.string()),
        ("user_id", pa.string()),
        ("event_time_us", pa.int64()),
        ("event_type", pa.string()),
        ("of_index", pa.int64()),
    ]
)

_PIECE = 1 << 16
_KIND = pa.array([*KINDS, *["malformed"] * (CLEAN - FIRST_MALFORMED), "clean"])
_REASON = pa.array([*[None] * FIRST_MALFORMED, *OUTCOMES[FIRST_MALFORMED:CLEAN], None], pa.string())
_TYPE = pa.array(TYPES)


def events(traffic: Traffic, start: int, stop: int) -> pa.Table:
    """Events ``start`` to ``stop`` (excluded) in the schema :data:`EVENTS_SCHEMA`, one row per Kafka record.

    ``payload``: UTF-8 JSON, null for a null record. ``kind``: clean, duplicate, conflict, late, very_late,
    out_of_order, drifted or malformed. ``expected_reason``: null for a good record. ``event_id``, ``user_id``,
    ``event_time_us`` (microseconds since 1970), ``event_type``: what the record says, or would have said before it
    was spoilt. ``of_index``: for a duplicate or conflict the index of the record it repeats.
    """
    if start < 0 or stop < start:
        raise ValueError("an index range has 0 <= start <= stop")
    pieces = [_piece(traffic, np.arange(at, min(at + _PIECE, stop))) for at in range(start, stop, _PIECE)]
    return pa.Table.from_batches(pieces, EVENTS_SCHEMA)


def user_ids(traffic: Traffic, user: Rows) -> Matrix:
    """``u-`` and 16 hex digits per user index."""
    return laid_out(len(user), ["u-", hexed(user_draws(traffic).bits("user_id", user))])


def _piece(traffic: Traffic, index: Rows) -> pa.RecordBatch:
    drawn = dirt(traffic, index)
    event_id, user_id = _event_ids(traffic, drawn), user_ids(traffic, drawn.visit.user)
    payload = joined(column(_head(traffic, drawn, event_id, user_id)), *_body(traffic, drawn))
    repeats = drawn.outcome <= CONFLICT
    return pa.RecordBatch.from_arrays(
        [
            spoilt(payload, drawn.outcome, index),
            pa.array(index),
            taken(_KIND, drawn.outcome),
            taken(_REASON, drawn.outcome),
            column(event_id, pa.string()),
            column(user_id, pa.string()),
            pa.array(drawn.time_us),
            taken(_TYPE, drawn.visit.type),
            pa.array(drawn.source, mask=~repeats),
        ],
        schema=EVENTS_SCHEMA,
    )


def _event_ids(traffic: Traffic, drawn: Dirt) -> Matrix:
    """Eight hex digits of the run and sixteen of the index: unique inside a run because the draw is a bijection."""
    run = f"{int(key(traffic.seed, traffic.base_us, 'run')) >> 32:08x}-"
    bits = Draws((traffic.seed, traffic.base_us, "events")).bits("event_id", drawn.source)
    return laid_out(len(bits), [run, hexed(bits)])


def _head(traffic: Traffic, drawn: Dirt, event_id: Matrix, user_id: Matrix) -> Matrix:
    """The fixed-width part of a record. A delayed record belongs to a session of its own: the visit it tells of is
    over."""
    draws = Draws((traffic.seed, traffic.base_us, "events"))
    late = (drawn.source_outcome == LATE) | (drawn.source_outcome == VERY_LATE)
    session = draws.bits("session", np.where(late, -1 - drawn.source, drawn.visit.session))
    return laid_out(
        len(session),
        [
            '{"event_id":"',
            event_id,
            '","user_id":"',
            user_id,
            '","session_id":"s-',
            hexed(session),
            '","event_timestamp":"',
            stamped(drawn.time_us),
            '"',
        ],
    )


def _body(traffic: Traffic, drawn: Dirt) -> list[pa.Array]:
    """The fragments after the head, each a column. A conflict draws everything but product and video anew."""
    draws, pools = Draws((traffic.seed, traffic.base_us, "events")), shop.catalogue()
    content = np.where(drawn.outcome == CONFLICT, -1 - drawn.source, drawn.source)
    drift = np.where(drawn.source_outcome == DRIFTED, 1 + draws.below("drift", drawn.source, len(pools.closing) - 1), 0)
    return [
        taken(pools.what, _what(traffic, draws, drawn, content)),
        taken(pools.device, _device(traffic, drawn)),
        taken(pools.referrer, draws.below("referrer", drawn.visit.session, len(pools.referrer))),
        *address(traffic, drawn.visit.place),
        taken(pools.number, _number(draws, drawn, content)),
        taken(pools.closing, drift),
    ]


def _what(traffic: Traffic, draws: Draws, drawn: Dirt, content: Rows) -> Rows:
    """Page, search, product or video of each event, by its type."""
    kind = drawn.visit.type
    bits = draws.bits("content", content)
    about = draws.unit("about", drawn.visit.about)
    offer = shop.product_at(about) * shop.OFFERS + scaled(bits, shop.OFFERS)
    ways = {
        "page_view": (about * shop.PAGES).astype(np.int64),
        "click": scaled(bits, shop.PAGES),
        "search": _search(traffic, bits),
        "add_to_cart": offer,
        "purchase": offer,
        "video_play": (about**2 * shop.VIDEOS).astype(np.int64),
        "video_complete": (about**2 * shop.VIDEOS).astype(np.int64),
    }
    return shop.what_at()[kind] + np.select([kind == CODE[n] for n in ways], list(ways.values()), 0)


def _search(traffic: Traffic, bits: NDArray[np.uint64]) -> Rows:
    odd = (bits & np.uint64(0xFFFF)) < np.uint64(round(traffic.rates.non_ascii * 65536))
    return np.where(odd, shop.SEARCHES + scaled(bits, shop.ODD_SEARCHES), scaled(bits, shop.SEARCHES))


def _device(traffic: Traffic, drawn: Dirt) -> Rows:
    device = shop.device_of(user_draws(traffic).below("device", drawn.visit.place, 500))
    return np.where(drawn.outcome == CONFLICT, shop.other_browser(device), device)


def _number(draws: Draws, drawn: Dirt, content: Rows) -> Rows:
    """Quantity of product events, seconds of video events; most people buy one, few finish a long film."""
    unit, kind = draws.unit("number", content), drawn.visit.type
    quantity = shop.QUANTITY_AT + np.minimum((0.75 / (1 - unit)).astype(np.int64) + 1, shop.QUANTITIES)
    seconds = shop.DURATION_AT + (unit**3 * 7200).astype(np.int64)
    bought = (kind == CODE["add_to_cart"]) | (kind == CODE["purchase"])
    watched = (kind == CODE["video_play"]) | (kind == CODE["video_complete"])
    return np.select([bought, watched], [quantity, seconds], 0)


def address(traffic: Traffic, place: Rows) -> tuple[pa.Array, pa.Array]:
    """The address of a user at a place, as two fragments: IPv4 from ordinary unicast space, IPv6 from the documentation
    prefix."""
    bits = user_draws(traffic).bits("address", place)
    six = np.where((bits & np.uint64(0xFFFF)) < np.uint64(round(traffic.rates.ipv6 * 65536)), 65536, 0)
    upper, lower = ((bits >> np.uint64(shift) & np.uint64(0xFFFF)).astype(np.int64) + six for shift in (32, 48))
    heads, tails = _address_pools()
    return taken(heads, upper), taken(tails, lower)


@lru_cache(maxsize=1)
def _address_pools() -> tuple[pa.BinaryArray, pa.BinaryArray]:
    numbers = [divmod(n, 256) for n in range(65536)]
    heads = [f',"ip_address":"{23 + high % 77}.{low}' for high, low in numbers]
    tails = [f'.{high}.{1 + low % 254}"' for high, low in numbers]
    heads += [f',"ip_address":"2001:db8:{n:x}' for n in range(65536)]
    return pool(heads), pool(tails + [f':{n:x}::{1 + n % 9}"' for n in range(65536)])
