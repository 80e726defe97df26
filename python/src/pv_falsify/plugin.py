"""The plugin for pytest: the fixture ``claim``, and the mark that says which falsifier a test is.

.. code-block:: python

    @pytest.mark.falsifier("FALSIFY-SCALE-001")
    def test_scale(claim):
        random = claim.random("units")
        x = claim.input("x", random.units(4096), generator="units", seed=random)
        claim.record(scale, mutants=[tail_dropped], oracle=exact(x))
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# pytest imports this module in every project where the distribution is installed: NumPy is imported by the fixture.
if TYPE_CHECKING:
    from .claim import Claim


def pytest_configure(config: pytest.Config) -> None:
    """Makes the mark known."""
    config.addinivalue_line("markers", "falsifier(id): the falsifier of a contract that this test is, for `claim`")


@pytest.fixture
def claim(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Claim]:
    """The falsifier that the test is marked as: what its contract claims, and what the test records."""
    from .claim import Claim
    from .program import ProgramError
    from .recording import RecordingError

    mark = request.node.get_closest_marker("falsifier")
    if mark is None or len(mark.args) != 1 or not isinstance(mark.args[0], str):
        pytest.fail('the fixture `claim` needs a mark: @pytest.mark.falsifier("FALSIFY-NAME-001")', pytrace=False)
    folder = tmp_path / "recording"
    folder.mkdir()
    try:
        claim = Claim.of(mark.args[0], test=Path(str(request.node.path)), folder=folder)
    except (ProgramError, RecordingError) as error:
        pytest.fail(str(error), pytrace=False)
    yield claim
    # Of a test that failed before it recorded, nothing more is to be said.
    report = getattr(request.node, "_pv_falsify_call", None)
    if report is not None and report.passed:
        try:
            claim.finish()
        except RecordingError as error:
            pytest.fail(str(error), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):  # type: ignore[no-untyped-def]
    """Keeps how a test went for its fixture."""
    report = yield
    if report.when == "call":
        item._pv_falsify_call = report  # type: ignore[attr-defined]
    return report
