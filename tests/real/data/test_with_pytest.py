import pytest


@pytest.fixture(params=[1, 2])
def number(request):
    yield request.param


@pytest.mark.parametrize("a,b,total", [(1, 2, 3), (2, 2, 5)])
def test_add(a, b, total):
    assert a + b == total


def test_fixture(number, tmp_path, capsys, monkeypatch):
    (tmp_path / "x").write_text("y")
    print("hello")
    assert capsys.readouterr().out == "hello\n"
    monkeypatch.setenv("A", "b")
    assert number in (1, 2)


def test_raises():
    with pytest.raises(ValueError, match="bad"):
        raise ValueError("bad thing")


def test_compare():
    assert {"a": 1, "b": [1, 2, 3]} == {"a": 1, "b": [1, 2, 4]}


@pytest.mark.skip(reason="no")
def test_skipped():
    pass


@pytest.mark.xfail
def test_expected_failure():
    assert "abc".upper() == "abd"


class TestClass:
    def test_method(self):
        assert sum(range(5)) == pytest.approx(10.0)
