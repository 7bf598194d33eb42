"""Generalisation hierarchies and closed lists: data that treatments look up, never code.

Regions follow the five of the reference data set. ``SPARSE_ZIP3`` are the three-digit ZIP areas with at most 20,000
people in the 2000 census, which 45 CFR 164.514(b)(2)(i)(B) wants replaced by 000.
"""

from __future__ import annotations

_STATES = {
    "Northeast": "CT DE MA MD ME NH NJ NY PA RI VT DC",
    "Southeast": "AL AR FL GA KY LA MS NC SC TN VA WV PR",
    "Midwest": "IA IL IN KS MI MN MO ND NE OH SD WI",
    "Southwest": "AZ NM OK TX",
    "West": "AK CA CO HI ID MT NV OR UT WA WY",
}
REGION_OF_STATE = {state: region for region, states in _STATES.items() for state in states.split()}
REGIONS = tuple(_STATES)

SPARSE_ZIP3 = frozenset(
    (
        "036", "059", "063", "102", "203", "556", "692", "790", "821",
        "823", "830", "831", "878", "879", "884", "890", "893",
    )
)  # fmt: skip

BROWSERS = ("Chrome", "Safari", "Firefox", "Edge", "Opera", "Samsung Internet")

REFERRER_HOSTS = (
    "google.com", "www.google.com", "bing.com", "www.bing.com", "duckduckgo.com", "facebook.com", "www.facebook.com",
    "instagram.com", "twitter.com", "x.com", "t.co", "reddit.com", "www.reddit.com", "youtube.com", "www.youtube.com",
    "linkedin.com", "www.linkedin.com", "news.example", "mail.example", "shop.example", "www.shop.example",
)  # fmt: skip

PAGES = {
    "": "/",
    "home": "/",
    "product": "/product/{id}",
    "products": "/products",
    "category": "/category/{id}",
    "search": "/search",
    "cart": "/cart",
    "checkout": "/checkout",
    "account": "/account",
    "login": "/login",
    "logout": "/logout",
    "signup": "/signup",
    "video": "/video/{id}",
    "help": "/help",
}
"""Route template by the first segment of the path."""
