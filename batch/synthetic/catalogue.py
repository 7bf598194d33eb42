"""What the shop offers and how it shows in a payload: pools of JSON fragments, made once per process.

A fragment carries its own leading comma, so that an absent field is an empty fragment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote_plus

import numpy as np
import pyarrow as pa

from batch.synthetic.draws import Draws
from batch.synthetic.names import names
from batch.synthetic.storyboard import TYPES
from batch.synthetic.text import pool

PAGES, SEARCHES, ODD_SEARCHES, PRODUCTS, VIDEOS, OFFERS = 4096, 2048, 512, 2000, 400, 4
QUANTITIES, LONGEST_VIDEO = 1000, 86_400
SITE = "https://shop.example"

BROWSERS = {
    "desktop": ("Chrome", "Safari", "Firefox", "Edge", "Opera"),
    "mobile": ("Chrome Mobile", "Safari Mobile", "Samsung Internet", "Firefox Mobile", "Opera Mini"),
    "tablet": ("Chrome Tablet", "Safari Tablet", "Silk", "Firefox Tablet", "Edge Tablet"),
}
DEVICE_WEIGHTS = {"desktop": 38, "mobile": 55, "tablet": 7}
_BROWSERS_EACH = 5

_ROUTES = (
    "/",
    "/",
    "/",
    "/cart",
    "/checkout",
    "/account",
    "/login",
    "/help/returns",
    "/sale/2026",
    "/blog/new-arrivals",
)
_ITEMS = (
    "running shoes", "rain jacket", "wireless headphones", "coffee grinder", "desk lamp", "yoga mat",
    "cast iron pan", "phone case", "backpack", "water bottle", "office chair", "board game", "garden hose",
    "winter boots", "sunglasses", "travel mug", "mechanical keyboard", "tent"
)  # fmt: skip
_TRAITS = ("", "red ", "blue ", "cheap ", "small ", "large ", "used ", "best ", "kids ", "waterproof ")
_ODD_ITEMS = (
    "café crème",
    "Müsli Schüssel",
    "señal luminosa",
    "żółta kurtka",
    "кроссовки",
    "靴 防水",
    "咖啡机",
    "معطف",
    "🎧 basse",
    "smørrebrød",
)
_REFERRERS = (
    "https://www.google.com/",
    "https://www.bing.com/",
    "https://duckduckgo.com/",
    "https://www.facebook.com/",
    "https://t.co/x7Qp",
    "https://news.example/article/8812",
    f"{SITE}/",
    f"{SITE}/sale/2026?utm_source=newsletter",
)
_DRIFT: tuple[dict[str, Any], ...] = (
    {"app_version": "7.4.1"},
    {"experiment": {"name": "checkout-b", "arm": 2}},
    {"contact_email": "drift.canary@example.org"},
    {"tags": ["a", "b"]},
    {"geo_lat": 40.7128},
    {"is_test": False},
)


class Catalogue(NamedTuple):
    """Pools of fragments. ``what``: event type, page and what it is about (see :func:`what_at`). ``number``: quantity
    or duration (see :data:`QUANTITY_AT`, :data:`DURATION_AT`). ``device``: device type with browser. ``closing``: the
    end of the object, from index 1 on with a field that no contract knows."""

    what: pa.BinaryArray
    number: pa.BinaryArray
    device: pa.BinaryArray
    referrer: pa.BinaryArray
    closing: pa.BinaryArray


QUANTITY_AT = 0
DURATION_AT = QUANTITIES + 1

_SIZES = {
    "page_view": PAGES,
    "click": PAGES,
    "search": SEARCHES + ODD_SEARCHES,
    "add_to_cart": PRODUCTS * OFFERS,
    "purchase": PRODUCTS * OFFERS,
    "video_play": VIDEOS,
    "video_complete": VIDEOS,
    "login": 1,
    "logout": 1,
    "signup": 1,
}


def fragment(fields: dict[str, Any], ascii_only: bool = False) -> str:
    """``,"name":value`` for each field."""
    body = json.dumps(fields, ensure_ascii=ascii_only, separators=(",", ":"))[1:-1]
    return f",{body}" if body else ""


@lru_cache(maxsize=1)
def what_at() -> np.ndarray[Any, np.dtype[np.int64]]:
    """Where the fragments of each event type begin in ``Catalogue.what``, by type code."""
    sizes = [_SIZES[name] for name in TYPES]
    return np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)


def product_at(about: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Number of the product that draws in [0, 1) are about, popular ones more often; for a draw below one half that of
    the page of the same draw."""
    pages = np.floor(about * PAGES) / PAGES
    popular = np.where(about < 0.5, pages * 2, about * 2 - 1)
    return (PRODUCTS * popular**2).astype(np.int64)


def device_of(picks: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Index into ``Catalogue.device`` for a pick in [0, 500): devices by weight, browsers evenly."""
    share, browser = np.divmod(picks, _BROWSERS_EACH)
    return np.searchsorted(np.cumsum(list(DEVICE_WEIGHTS.values())), share, side="right") * _BROWSERS_EACH + browser


def other_browser(device: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The same device with the next browser."""
    return device // _BROWSERS_EACH * _BROWSERS_EACH + (device + 1) % _BROWSERS_EACH


def product_id(number: int) -> str:
    return f"p-{number:05d}"


def video_id(number: int) -> str:
    return f"v-{number:04d}"


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The pools; the same in every process that has the same version of Faker."""
    return Catalogue(
        pool([text for name in TYPES for text in _what(name)]),
        pool(
            [
                "",
                *_numbers("quantity", range(1, QUANTITIES + 1)),
                *_numbers("duration_seconds", range(LONGEST_VIDEO + 1)),
            ]
        ),
        pool([fragment({"device_type": d, "browser": b}) for d in DEVICE_WEIGHTS for b in BROWSERS[d]]),
        pool(_referrers()),
        pool(["}"] + [fragment(extra) + "}" for extra in _DRIFT]),
    )


def _what(name: str) -> list[str]:
    makers = {
        "page_view": _pages,
        "click": _pages,
        "search": _searches,
        "add_to_cart": _carts,
        "purchase": _purchases,
        "video_play": _videos,
        "video_complete": _videos,
    }
    if name not in makers:
        return [fragment({"event_type": name, "page_url": f"{SITE}/{name}"})]
    return [fragment({"event_type": name}) + text for text in makers[name]()]


def _pages() -> list[str]:
    """Half product pages, popular products more often; a tenth videos; the rest routes, known and unknown."""
    halves, tenths = PAGES // 2, PAGES // 10
    products = (_product_page(int(n)) for n in product_at(np.arange(halves) / PAGES))
    videos = (_page(f"/video/{video_id(n % VIDEOS)}") for n in range(tenths))
    return [*products, *videos, *(_page(_ROUTES[n % len(_ROUTES)]) for n in range(PAGES - halves - tenths))]


def _page(route: str) -> str:
    return fragment({"page_url": SITE + route})


def _product_page(number: int) -> str:
    return fragment({"page_url": f"{SITE}/product/{product_id(number)}", "product_id": product_id(number)})


def _searches() -> list[str]:
    plain = [t + i for t in _TRAITS for i in _ITEMS] + _personal_searches()
    return [_search(plain[n % len(plain)], True) for n in range(SEARCHES)] + [
        _search(_ODD_ITEMS[n % len(_ODD_ITEMS)], n % 4 == 0) for n in range(ODD_SEARCHES)
    ]


def _personal_searches() -> list[str]:
    """What people type by mistake: about 2 % of searches name a person."""
    return [
        "order of maria.lopez@example.com",
        f"gift for {names().plain_first[0]} {names().plain_last[0]}",
        "call 212-555-0147",
    ]


def _search(query: str, ascii_only: bool) -> str:
    return fragment({"page_url": f"{SITE}/search?q={quote_plus(query)}", "search_query": query}, ascii_only)


def _offers() -> Iterable[tuple[str, str]]:
    """Product id and price with two decimals: a list price per product and three reductions."""
    list_cents = 199 + (Draws(("catalogue",)).unit("price", np.arange(PRODUCTS)) ** 4 * 150_000).astype(np.int64)
    for number, cents in enumerate(list_cents.tolist()):
        for offer in range(OFFERS):
            price = cents * (100 - 5 * offer) // 100
            yield product_id(number), f"{price // 100}.{price % 100:02d}"


def _carts() -> list[str]:
    return [
        fragment({"page_url": f"{SITE}/product/{product}", "product_id": product}) + f',"price":{price}'
        for product, price in _offers()
    ]


def _purchases() -> list[str]:
    head = fragment({"page_url": f"{SITE}/checkout"})
    return [head + fragment({"product_id": product}) + f',"price":{price}' for product, price in _offers()]


def _videos() -> list[str]:
    return [fragment({"page_url": f"{SITE}/video/{video_id(n)}", "video_id": video_id(n)}) for n in range(VIDEOS)]


def _numbers(field: str, values: range) -> list[str]:
    return [f',"{field}":{n}' for n in values]


def _referrers() -> list[str]:
    """40 % absent; one in 200 carries somebody's address in its query."""
    shared = [fragment({"referrer": r}) for r in _REFERRERS]
    leaking = fragment({"referrer": "https://mail.example/inbox?user=maria.lopez@example.com&folder=1"})
    return [""] * 80 + [shared[n % len(shared)] for n in range(119)] + [leaking]
