"""Files are replaced as a whole or not at all, and what is no file is neither read nor written."""

import errno
import os
import secrets
import socket
import stat
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.system import whole_file

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it needs links, modes and pipes")
NEW = b"new content"
NOBODY = 65534


@pytest.fixture
def path(tmp_path):
    """An old file, alone in its folder."""
    path = tmp_path / "folder" / "model.json"
    path.parent.mkdir()
    path.write_bytes(b"old")
    return path


def contents(folder):
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def permissions(path):
    return stat.S_IMODE(path.stat().st_mode)


# Whole or not at all ----------------------------------------------------------------------------


class InterruptAtLine:
    """Ctrl-C at the n-th line that the module runs."""

    def __init__(self, n):
        self.left = n

    def __call__(self, frame, event, argument):
        if frame.f_code.co_filename != whole_file.__file__:
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
        return self


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a file left open
def test_an_interrupt_at_any_line_leaves_the_old_file_or_the_new_one(path):
    n, found, before = 0, [], sys.gettrace()
    while True:
        n += 1
        path.write_bytes(b"old")
        interrupt = InterruptAtLine(n)
        sys.settrace(interrupt)
        try:
            whole_file.replace(path, NEW)
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(before)
        found.append(path.read_bytes())
        assert contents(path.parent) == {"model.json": found[-1]}
        if interrupt.left > 0:
            break
    switch = found.index(NEW)
    assert switch > 10
    assert found == [b"old"] * switch + [NEW] * (len(found) - switch)


@pytest.mark.parametrize("step", ["open", "fchmod", "fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), OSError("odd"), MemoryError()])
def test_a_step_that_fails_leaves_the_old_file_alone(path, monkeypatch, step, error):
    def fail(*arguments, **named):
        raise error

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(type(error)) as raised:
        whole_file.replace(path, NEW)
    monkeypatch.undo()
    assert contents(path.parent) == {"model.json": b"old"}
    if isinstance(error, OSError):
        assert raised.value.errno == error.errno
        assert raised.value.filename == str(path)
        assert f"{error.strerror or error}; nothing was written" in str(raised.value)


def run(code, *arguments):
    return [sys.executable, "-W", "error", "-c", textwrap.dedent(code), *map(str, arguments)]


def test_a_disk_that_is_full_leaves_the_old_file_alone(path):
    code = """
        import resource, sys
        from pathlib import Path
        from autograd_lite.system import whole_file
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try: whole_file.replace(Path(sys.argv[1]), b"x" * 100_000)
        except OSError as error: print(error)
        """
    done = subprocess.run(run(code, path), check=True, capture_output=True, text=True)
    assert "File too large; nothing was written" in done.stdout
    assert contents(path.parent) == {"model.json": b"old"}


def test_the_content_is_on_the_disk_before_it_takes_the_place(path, monkeypatch):
    steps = []

    def seen(name, what, step):
        def call(*arguments):
            steps.append((name, what(*arguments)))
            return step(*arguments)

        return call

    def synced(descriptor):
        return "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"

    monkeypatch.setattr(os, "fsync", seen("fsync", synced, os.fsync))
    monkeypatch.setattr(os, "replace", seen("replace", lambda new, old: old.name, os.replace))
    whole_file.replace(path, NEW)
    assert steps == [("fsync", "file"), ("replace", "model.json"), ("fsync", "folder")]
    assert contents(path.parent) == {"model.json": NEW}


def test_a_place_that_cannot_be_written_is_named(path):
    with pytest.raises(FileNotFoundError, match=r"nothing was written: .*nowhere/model\.json"):
        nn.save(path.parent / "nowhere" / "model.json", nn.Neuron(2, rng=0))
    with pytest.raises(NotADirectoryError, match="nothing was written: "):
        nn.save(path / "model.json", nn.Neuron(2, rng=0))
    assert contents(path.parent) == {"model.json": b"old"}


@pytest.fixture
def open_path():
    """An old file in a folder that everybody can reach, met by one who is not root."""
    is_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        path.write_bytes(b"old")
        path.parent.chmod(0o755)
        if is_root:
            os.chown(folder, NOBODY, NOBODY)
            os.chown(path, NOBODY, NOBODY)
            os.seteuid(NOBODY)  # for root may write everywhere
        try:
            yield path
        finally:
            path.parent.chmod(0o755)
            if is_root:
                os.seteuid(0)


@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o644), (0o755, 0o444), (0o555, 0o444)])
def test_write_protection_is_respected(open_path, folder, file):
    open_path.chmod(file)
    open_path.parent.chmod(folder)
    with pytest.raises(PermissionError, match="nothing was written: "):
        whole_file.replace(open_path, NEW)
    assert contents(open_path.parent) == {"model.json": b"old"}


# Permissions and links --------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o660, 0o666, 0o755])
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
def test_a_file_keeps_its_permissions_and_a_new_one_has_those_of_its_time(path, mode, umask):
    path.chmod(mode)
    before = os.umask(umask)
    try:
        whole_file.replace(path, NEW)
        new = path.with_name("other")
        whole_file.replace(new, NEW)
    finally:
        os.umask(before)
    assert permissions(path) == mode
    assert permissions(new) == 0o666 & ~umask


def test_what_replaces_a_private_file_is_private_from_its_first_moment(path, monkeypatch):
    path.chmod(0o600)
    seen = []
    opened = os.open

    def watch(name, flags, mode=0o777, **named):
        descriptor = opened(name, flags, mode, **named)
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return descriptor

    monkeypatch.setattr(os, "open", watch)
    whole_file.replace(path, NEW)
    assert seen[0] == 0o600


@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="only root gives files away")
def test_a_file_keeps_its_owner_and_group(path):
    os.chown(path, 1234, 4321)
    whole_file.replace(path, NEW)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 4321)


@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize(("mode", "then"), [(0o660, 0o600), (0o664, 0o644), (0o640, 0o600)])
def test_a_group_that_could_not_open_a_file_still_cannot(open_path, mode, then):
    os.seteuid(0)
    os.chown(open_path, NOBODY, 4321)
    open_path.chmod(mode)
    os.seteuid(NOBODY)
    whole_file.replace(open_path, NEW)
    assert open_path.stat().st_gid != 4321
    assert permissions(open_path) == then


def test_a_symbolic_link_stays_and_what_it_leads_to_is_replaced(path, tmp_path):
    link, second = tmp_path / "link.json", tmp_path / "second.json"
    link.symlink_to("folder/model.json")
    second.symlink_to(link)
    path.chmod(0o640)
    model = nn.Neuron(2, rng=0)
    assert nn.save(second, model) == second
    assert link.is_symlink()
    assert second.is_symlink()
    assert permissions(path) == 0o640
    assert list(contents(path.parent)) == ["model.json"]
    nn.load(path, nn.Neuron(2, rng=1))
    nn.load(second, nn.Neuron(2, rng=1))


def test_a_symbolic_link_to_nothing_makes_the_file(path, tmp_path):
    link = tmp_path / "link.json"
    link.symlink_to("folder/new.json")
    whole_file.replace(link, NEW)
    assert link.is_symlink()
    assert contents(path.parent) == {"model.json": b"old", "new.json": NEW}


def test_symbolic_links_in_a_circle_are_refused(tmp_path):
    link = tmp_path / "link.json"
    link.symlink_to(link)
    with pytest.raises(OSError, match="nothing was written"):
        whole_file.replace(link, NEW)
    assert link.is_symlink()


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_stands_at_the_new_name_is_not_touched(path, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(secrets, "token_hex", lambda size: "guessed")
    victim, planted = tmp_path / "victim", path.with_name(".guessed.part")
    victim.write_bytes(b"of others")
    planted.symlink_to(victim) if kind == "link" else planted.write_bytes(b"of others")
    with pytest.raises(FileExistsError, match="nothing was written"):
        whole_file.replace(path, NEW)
    assert contents(path.parent) == {"model.json": b"old", ".guessed.part": b"of others"}
    assert planted.is_symlink() == (kind == "link")
    assert victim.read_bytes() == b"of others"


def test_a_name_may_be_as_long_as_the_system_allows(path):
    name = path.with_name("n" * 250 + ".json")
    whole_file.replace(name, NEW)
    assert name.read_bytes() == NEW


# What is no file --------------------------------------------------------------------------------


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))  # for the length of an address is limited


STRANGE = {
    "a folder": os.mkdir,
    "a pipe": os.mkfifo if hasattr(os, "mkfifo") else None,
    "a socket": make_socket,
    "a device": lambda path: os.symlink("/dev/zero", path),
}


@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_no_file_is_neither_read_nor_replaced(tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "model.json"
    STRANGE[kind](path)
    before = path.lstat()
    with pytest.raises(nn.FileError, match=rf"model.json: it is {kind}, where a file is needed"):
        nn.load(path, nn.Neuron(2, rng=0))
    with pytest.raises(whole_file.NotAFileError, match=f"it is {kind}, where a file is needed"):
        nn.save(path, nn.Neuron(2, rng=0))
    assert path.lstat().st_ino == before.st_ino
    assert len(list(tmp_path.iterdir())) == 1


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(path, monkeypatch):
    found = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(type(path), "stat", lambda self, **named: found)
    with pytest.raises(whole_file.NotAFileError, match="it is a pipe"):
        whole_file.open_regular(path)


# Many at once -----------------------------------------------------------------------------------

SAVER = """
    import sys
    from autograd_lite import nn
    for i in range(40):
        number = float(sys.argv[2]) + i
        nn.save(sys.argv[1], nn.Neuron(50, weights=[number] * 50, bias=number))
    """
READER = """
    import sys
    from autograd_lite import nn
    model, seen = nn.Neuron(50, rng=0), set()
    for _ in range(80):
        nn.load(sys.argv[1], model)
        numbers = {p.data for p in model.parameters()}
        assert len(numbers) == 1, numbers
    """


def test_many_may_save_and_read_one_file(tmp_path):
    path = nn.save(tmp_path / "model.json", nn.Neuron(50, weights=[0.0] * 50, bias=0.0))
    codes = [(SAVER, 100), (READER, 0), (SAVER, 200), (READER, 0), (SAVER, 300)]
    running = [subprocess.Popen(run(code, path, number)) for code, number in codes]
    assert [each.wait() for each in running] == [0] * len(codes)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


# The cache of compiled code ---------------------------------------------------------------------


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_compiled_code_that_cannot_be_kept_leaves_nothing_behind(tmp_path, monkeypatch, step):
    pytest.importorskip("llvmlite")
    number = {"fsync": 2.25, "replace": 3.25}[step]  # new code each time
    f = ag.compile(lambda x: x * number, in_axes=0, backend="llvm", cache=tmp_path / "kept")

    def fail(*arguments):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, step, fail)
    with pytest.warns(UserWarning, match="compiled code could not be kept .*full"):
        assert f(np.ones(3)).tolist() == [number] * 3
    assert list((tmp_path / "kept").iterdir()) == []
