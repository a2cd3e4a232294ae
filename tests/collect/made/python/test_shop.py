import sys

import pytest

from shop import discount, total


def test_total():
    assert total([("tea", 350, 2)], 490, 5000) == 1190


@pytest.mark.parametrize("percent, price", [(0, 1000), (20, 900), (101, 1000)], ids=["none", '<20 %> & "é 日本"', "new\nline"])
def test_discount(percent, price):
    print("on the way out <&> é ]]> \x1b[31mred\x1b[0m \x00")
    print("and on the error stream", file=sys.stderr)
    assert discount(1000, percent) == price, 'a "quoted" <reason> & ]]> more'


def test_throws():
    total([("tea\n'x'", 350, -1)], 0, 0)


@pytest.mark.skip(reason="no stock service")
def test_stock():
    pass


@pytest.mark.xfail(reason="rounds down")
def test_known_to_fail():
    assert discount(1, 50) == 0


@pytest.mark.xfail(reason="was thought to fail")
def test_unexpected_pass():
    assert discount(100, 50) == 50


@pytest.mark.xfail(strict=True, reason="must fail")
def test_strict_unexpected_pass():
    assert discount(100, 50) == 50


@pytest.fixture
def database():
    raise ConnectionError("no database <&>")


def test_setup_error(database):
    pass


@pytest.fixture
def leaky():
    yield
    raise RuntimeError("could not close")


def test_teardown_error(leaky):
    assert total([], 0, 0) == 0


def test_teardown_error_after_failure(leaky):
    assert total([], 0, 0) == 1


class TestCart:
    def test_in_a_class(self, record_property):
        record_property("currency", "€ <&\">")
        assert total([], 490, 0) == 490
