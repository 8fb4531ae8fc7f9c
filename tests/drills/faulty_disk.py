"""A3, A4: the disk under the photos, which can fail at any step and forgets what was never synced.

`FaultyDisk` stands between Python and the files of one folder. It numbers every open, write,
fsync, rename, mkdir and unlink, lets one of them fail once with an errno, and keeps a ledger of
what a power loss would leave: bytes of a file after its fsync, a name after the fsync of its folder.
"""

import builtins
import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest


class _Writer:
    """A file opened for writing whose writes are steps too."""

    def __init__(self, disk: "FaultyDisk", file: Any) -> None:
        self._disk, self._file = disk, file

    def write(self, data: bytes) -> int:
        self._disk.step(f"write {self._disk.short(self._file.name)}")
        return int(self._file.write(data))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@dataclass
class FaultyDisk:
    """The steps so far; the step `fail_at` (from 1) fails once with `errno`."""

    folder: Path
    fail_at: int = 0
    errno: int = 0
    steps: list[str] = field(default_factory=list)
    synced: dict[int, int] = field(default_factory=dict)  # inode: durable size in bytes
    names: set[tuple[int, str, int]] = field(default_factory=set)  # folder, name, inode: durable

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Stand between Python and the folder until the patch is undone."""
        for owner, name in ((io, "open"), (builtins, "open")):
            patch.setattr(owner, name, self._opening(getattr(owner, name)))
        for name in ("open", "mkdir", "unlink"):
            patch.setattr(os, name, self._guarded(name, getattr(os, name)))
        patch.setattr(os, "replace", self._guarded("replace", os.replace))
        patch.setattr(os, "fsync", self._syncing(os.fsync))

    def reset(self, fail_at: int = 0, errno: int = 0) -> None:
        """Count from one again; the ledger stays, as a disk does."""
        self.fail_at, self.errno = fail_at, errno
        self.steps.clear()

    def step(self, what: str) -> None:
        """Count a step; raises OSError when it is the one that fails."""
        self.steps.append(what)
        if len(self.steps) == self.fail_at:
            raise OSError(self.errno, os.strerror(self.errno))

    def survives(self, file: Path, size: int) -> bool:
        """Whether a power loss right now would leave this file whole and under its name."""
        if not file.is_file() or self.synced.get(file.stat().st_ino) != size:
            return False
        while file != self.folder:
            if (file.parent.stat().st_ino, file.name, file.stat().st_ino) not in self.names:
                return False
            file = file.parent
        return True

    def short(self, path: object) -> str:
        """Name a path by the part below the folder, ids left out."""
        return str(path).removeprefix(str(self.folder)).split("/")[1][:7]

    def _mine(self, path: object) -> bool:
        return isinstance(path, str | os.PathLike) and str(path).startswith(f"{self.folder}/")

    def _opening(self, real: Any) -> Any:
        def opened(path: Any, mode: str = "r", *more: Any, **kw: Any) -> Any:
            if not self._mine(path):
                return real(path, mode, *more, **kw)
            self.step(f"open({mode}) {self.short(path)}")
            file = real(path, mode, *more, **kw)
            return _Writer(self, file) if set(mode) & set("wax+") else file

        return opened

    def _guarded(self, name: str, real: Any) -> Any:
        def called(path: Any, *more: Any, **kw: Any) -> Any:
            if self._mine(path):
                self.step(f"{name} {self.short(path)}")
            return real(path, *more, **kw)

        return called

    def _syncing(self, real: Any) -> Any:
        def synced(file: int) -> None:
            path = Path(f"/proc/self/fd/{file}").readlink()
            if self._mine(path) or path == self.folder:
                self.step(f"fsync {path.name[:5]}")
                self._note(path, os.fstat(file))
            real(file)

        return synced

    def _note(self, path: Path, state: os.stat_result) -> None:
        if path.is_dir():
            for one in path.iterdir():
                self.names.add((state.st_ino, one.name, one.stat().st_ino))
        else:
            self.synced[state.st_ino] = state.st_size
