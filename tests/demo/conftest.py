from datetime import UTC, date, datetime

import pytest

from server.demo.city import build_city
from server.demo.hard_cases import open_operation
from server.demo.morning import published_morning
from server.demo.plan import PlannedOperation
from server.demo.records import City

MONDAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def city() -> City:
    return build_city(MONDAY)


@pytest.fixture(scope="session")
def published(city: City) -> PlannedOperation:
    return published_morning(city)


@pytest.fixture(scope="session")
def opened(city: City) -> PlannedOperation:
    return open_operation(city, datetime(2026, 11, 23, 4, 0, tzinfo=UTC))
