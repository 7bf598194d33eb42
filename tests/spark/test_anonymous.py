"""k-anonymous releases: what leaves, what stays, and what two of them tell together."""

from __future__ import annotations

from collections import Counter

import pytest

from batch.anonymous import release_persons
from governance.releases import Releases
from lakehouse.anonymous import Anonymiser
from lakehouse.catalog import SILVER
from privacy.anonymity.releases import USERS_ANONYMOUS as RELEASE
from tests.support.installation import Installation
from tests.support.records import Arrival, user

pytestmark = pytest.mark.spark


def test_it(lake: Installation) -> None:
    pass
