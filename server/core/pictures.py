"""Pictures that phones sent, decoded outside of the server: a malicious one ends its decoder only.

A decoder (`core.picture_door`) serves one photo after the other, so that a photo costs no start of a
program; it is started when first needed, replaced when it dies, and ended with this process. At
most two work for a process at a time: more would only share the same cores.
"""

import atexit
import errno
import os
import signal
import struct
import subprocess
import threading
from contextlib import suppress
from typing import BinaryIO, cast

from server.core import limited

# a request: what is wanted and how many bytes follow; an answer: what it is, and how many
HEAD = struct.Struct(">BI")
CHECK, SHOW, THUMB = range(3)
PICTURE, LEAVING = 1, 2  # bits of an answer; who leaves answers nobody else
READY = b"+"  # the first that a decoder says
AT_ONCE = 2
PATIENCE = 30.0  # seconds for a photo; the decoder's own processor time ends long before
TRIES = 2  # a decoder may die of what the photo before has done to it; the second one is new
ENDED = {-signal.SIGKILL, -signal.SIGTERM}  # by the machine or somebody, not by a picture


class _Decoder:
    """One running program, used by one thread at a time; raises OSError when it does not start.

    Who never began says nothing about a picture: an upgrade may have taken its files away.
    """

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            **limited.program("server.core.picture_door"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._to = cast("BinaryIO", self.process.stdin)
        self._from = cast("BinaryIO", self.process.stdout)
        watch = self._watch()
        try:
            if self._from.read(len(READY)) != READY:
                self.end()
                raise OSError(errno.EAGAIN, "a decoder of pictures does not start")
        finally:
            watch.cancel()

    def _watch(self) -> threading.Timer:
        watch = threading.Timer(PATIENCE, self.process.kill)
        watch.start()
        return watch

    def ask(self, wanted: int, data: bytes) -> tuple[int, bytes]:
        """Return the bits of the answer, and its bytes; raises EOFError when the decoder dies."""
        watch = self._watch()
        try:
            self._to.write(HEAD.pack(wanted, len(data)) + data)
            self._to.flush()
            said, length = HEAD.unpack(self._read(HEAD.size))
            return said, self._read(length)
        except BrokenPipeError:
            raise EOFError from None
        finally:
            watch.cancel()

    def end(self) -> int:
        """End the program, forget its pipes, and return how it ended."""
        self.process.kill()
        self._from.close()
        with suppress(BrokenPipeError):  # the rest of a request that nobody reads any more
            self._to.close()
        return self.process.wait()

    def _read(self, length: int) -> bytes:
        found = self._from.read(length)
        if len(found) < length:
            raise EOFError
        return found


class _Decoders:
    """The decoders of this process; a forked one begins with none."""

    def __init__(self) -> None:
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._idle: list[_Decoder] = []

    def ask(self, wanted: int, data: bytes) -> bytes | None:
        """Return the answer about a picture, None for no picture.

        A picture that ends two decoders is none. Raises OSError without a decoder, or when the
        machine ended both: that says nothing about the picture, and the phone asks again.
        """
        ended = 0
        with self._room:
            for tried in range(TRIES):
                decoder = self._idle.pop() if self._idle and not tried else _Decoder()
                try:
                    said, found = decoder.ask(wanted, data)
                except EOFError:
                    ended = decoder.end()
                    if ended == -signal.SIGXCPU:
                        return None  # it was given its time
                    continue
                except BaseException:
                    decoder.end()
                    raise
                if said & LEAVING:
                    decoder.end()
                else:
                    self._idle.append(decoder)
                return found if said & PICTURE else None
        if ended in ENDED:
            raise OSError(errno.EAGAIN, "the decoders of pictures were ended")
        return None

    def end(self) -> None:
        """End all that wait for work."""
        while self._idle:
            self._idle.pop().end()


_inherited: list[_Decoders] = []  # of the process that forked: kept, so that nobody ends them here
_decoders = _Decoders()


def _begin_anew() -> None:
    global _decoders  # noqa: PLW0603 - a fork copies this module; its pipes belong to the parent
    _inherited.append(_decoders)
    _decoders = _Decoders()


def _end() -> None:
    _decoders.end()


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(_end)


def is_sound(data: bytes) -> bool:
    """Whether the bytes decode as a photo of a sane size; raises OSError without a decoder."""
    return _decoders.ask(CHECK, data) is not None


def shown(data: bytes, *, thumb: bool) -> bytes | None:
    """Re-encode a photo for the screen: upright, at most 1600 or 320 px, without EXIF, as JPEG.

    Returns None for what is no picture; raises OSError without a decoder.
    """
    return _decoders.ask(THUMB if thumb else SHOW, data)
