"""Files as a whole: only regular ones are opened, and one is replaced at once or not at all."""

import contextlib
import errno
import os
import secrets
import stat
import sys
from functools import partial
from pathlib import Path
from typing import BinaryIO


class NotAFileError(OSError):
    """A folder, a pipe, a socket or a device where a file is needed."""


def open_regular(path: Path) -> BinaryIO:
    """Open a file to be read; never wait for one, and never touch a device.

    Raises NotAFileError for what is no regular file, OSError if it cannot be opened.
    """
    _check_regular(path, path.stat())  # first, for to open a device may do something
    file = open(path, "rb", opener=_without_waiting)  # noqa: SIM115  # the caller closes it
    try:
        _check_regular(path, os.fstat(file.fileno()))  # it may be another one by now
    except OSError:
        file.close()
        raise
    return file


def replace(path: Path, content: bytes) -> None:
    """Give the file at ``path`` this content: who reads it finds the old one or the new one, whole.

    The content goes to a new file of a name of its own in the same folder, on to the disk, and
    then takes the place of the old file, with the owner, the group and the permissions of that.
    So several may write one path: the last one stays. A symbolic link stays, and the file that it
    leads to is replaced; another hard link to it keeps the old content. Windows refuses while
    somebody reads the old file.

    Raises OSError if that fails, or if the old file is write-protected; then it is as it was, and
    nothing else is left behind.
    """
    target = Path(os.path.realpath(path))
    new = target.with_name(f".{secrets.token_hex(16)}.part")
    try:
        old = _replaceable(target)
        try:
            _write(new, content, old)
            new.replace(target)
        except FileExistsError:  # which is not ours to remove
            raise
        except BaseException:
            with contextlib.suppress(OSError):
                new.unlink()
            raise
    except NotAFileError:
        raise
    except OSError as error:
        reason = f"{error.strerror or error}; nothing was written"
        raise OSError(error.errno, reason, str(path)) from error
    _keep_name(target.parent)


def _replaceable(target: Path) -> os.stat_result | None:
    """What is known of the file that will be replaced, if there is one."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return None
    _check_regular(target, old)
    if not os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError(errno.EACCES, "It is write-protected")
    return old


def _write(new: Path, content: bytes, old: os.stat_result | None) -> None:
    # until it has the permissions of the old one, nobody else may open it
    with open(new, "xb", opener=partial(os.open, mode=0o600) if old else None) as file:
        if old:
            _inherit(file.fileno(), old)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _inherit(descriptor: int, old: os.stat_result) -> None:
    """Take over the owner and the group, where they may be given away, and the permissions."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.fchown(descriptor, old.st_uid, -1)
        with contextlib.suppress(OSError):
            os.fchown(descriptor, -1, old.st_gid)
        found, mode = os.fstat(descriptor), stat.S_IMODE(old.st_mode)
        if found.st_gid != old.st_gid:  # the members of this group were some of the others
            mode = mode & ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
        if stat.S_IMODE(found.st_mode) != mode:  # some file systems know only one
            os.fchmod(descriptor, mode)


def _keep_name(folder: Path) -> None:
    """Bring the new name to the disk, where the system can."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


_OTHERS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def _check_regular(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = _OTHERS.get(stat.S_IFMT(found.st_mode), "something else")
        raise NotAFileError(errno.EINVAL, f"it is {kind}, where a file is needed", str(path))


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
