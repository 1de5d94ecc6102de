"""What lies in a home is for its user alone, whatever the umask and whoever writes first."""

import os
import stat

import pytest

from navigator_app import logs
from navigator_app import settings as preferences
from navigator_app.domain.vocabulary import Role
from navigator_app.services import workspace as workspaces

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps its own lists of rights")
GROUP_AND_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@pytest.fixture
def loose_umask():
    """Nothing is taken away from new files."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(home):
    """Every file and folder of a home that somebody else may read, write or enter."""
    return [
        path.relative_to(home).as_posix()
        for path in [home, *home.rglob("*")]
        if path.stat().st_mode & GROUP_AND_OTHERS
    ]


def test_a_new_home_is_private(loose_umask, tmp_path, clock, passphrase, quick_kdf):
    home = tmp_path / "deep" / "home"
    ws, _code = workspaces.create(
        home,
        agency="Harbor",
        npi="1234567893",
        user="Ana",
        role=Role.NAVIGATOR,
        passphrase=passphrase,
        clock=clock,
        kdf=quick_kdf,
    )
    logs.write(home, "a line")
    preferences.save(home, preferences.Settings(theme="dark"))
    while_open = open_to_others(home)
    ws.close()
    assert while_open == open_to_others(home) == []
    assert not home.parent.stat().st_mode & GROUP_AND_OTHERS


@pytest.mark.parametrize(
    "first", [logs.write, lambda home, _text: preferences.save(home, preferences.Settings())]
)
def test_a_home_that_the_log_or_the_preferences_make_is_private(loose_umask, tmp_path, first):
    home = tmp_path / "home"
    first(home, "a line")
    assert home.is_dir()
    assert open_to_others(home) == []


def test_a_crash_leaves_no_image_of_the_memory(home, passphrase, clock):
    resource = pytest.importorskip("resource")
    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    workspaces.unlock(home, passphrase, clock=clock).close()
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
