"""For all tests: no display is needed, and nothing of the person's is touched."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _folders_of_our_own(tmp_path_factory):
    """Settings and data go to temporary folders, also in child processes."""
    folder = tmp_path_factory.mktemp("home")
    kept = {name: os.environ.get(name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    for name in kept:
        os.environ[name] = str(folder)
    yield
    for name, value in kept.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
