"""What limits do not stop: calls that need no file descriptor, taken away for good (seccomp(2), BPF).

A program of ours has the user id of the server. Without a descriptor it could still delete or rename a
photo or the database by its name, change another program's limits, send it signals, read its
memory, or become another program. Such calls answer EPERM from here on; whatever else decoding needs
stays. Linux on x86-64 only, with no package: on other machines, and where a kernel has no
seccomp, the limits of `core.limited` stand alone.
"""

import ctypes
import os
import platform
import struct

SECCOMP, SET_FILTER, ALL_THREADS = 317, 1, 1
NO_NEW_PRIVILEGES = 38
X86_64, X32 = 0xC000003E, 0x40000000
ALLOW, REFUSE, UNKNOWN = 0x7FFF0000, 0x00050001, 0x00050026  # with EPERM, and with ENOSYS
LOAD, EQUAL, AT_LEAST, ANY_BIT, ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, MACHINE, FIRST = 0, 4, 16  # where seccomp_data holds call, architecture, first argument
# by their numbers on x86-64 (arch/x86/entry/syscalls/syscall_64.tbl)
FILES = {
    "truncate": 76, "rename": 82, "mkdir": 83, "rmdir": 84, "link": 86, "unlink": 87, "symlink": 88,
    "chmod": 90, "chown": 92, "lchown": 94, "mknod": 133, "setxattr": 188, "lsetxattr": 189,
    "removexattr": 197, "lremovexattr": 198, "mkdirat": 258, "mknodat": 259, "fchownat": 260,
    "unlinkat": 263, "renameat": 264, "linkat": 265, "symlinkat": 266, "fchmodat": 268,
    "utimensat": 280, "open_by_handle_at": 304, "renameat2": 316, "fchmodat2": 452,
}  # fmt: skip
PROGRAMS = {
    "fork": 57, "vfork": 58, "execve": 59, "ptrace": 101, "tkill": 200, "rt_sigqueueinfo": 129,
    "rt_tgsigqueueinfo": 297, "process_vm_readv": 310, "process_vm_writev": 311, "execveat": 322,
    "pidfd_send_signal": 424, "pidfd_open": 434, "pidfd_getfd": 438,
}  # fmt: skip
SYSTEM = {
    "socket": 41, "socketpair": 53, "chroot": 161, "mount": 165, "umount2": 166, "init_module": 175,
    "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272, "perf_event_open": 298,
    "setns": 308, "finit_module": 313, "bpf": 321, "userfaultfd": 323, "io_uring_setup": 425,
}  # fmt: skip
# allowed towards itself: an abort, and its own shrinking limits
OWN = {"kill": 62, "tgkill": 234}
LIMITS = 302  # prlimit64, where 0 is oneself
# a thread is, a program is not; clone3 hides which, and who asks for it falls back on clone
CLONE, CLONE3, A_THREAD = 56, 435, 0x10000


def refuse_calls() -> bool:
    """Take these calls from this process and its threads; return whether the kernel did so."""
    if platform.machine() != "x86_64" or platform.system() != "Linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    steps = _program(os.getpid())
    code = ctypes.create_string_buffer(b"".join(steps))
    known = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code)))
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(libc.syscall(SECCOMP, SET_FILTER, ALL_THREADS, known) == 0)


def _program(own: int) -> list[bytes]:
    """Return the filter: each step is an instruction of classic BPF."""
    wrong = [
        _step(LOAD, MACHINE),
        _step(EQUAL, X86_64, 1, 0),
        _step(ANSWER, REFUSE),
        _step(LOAD, NUMBER),
        _step(AT_LEAST, X32, 0, 1),
        _step(ANSWER, REFUSE),
    ]
    guarded = [*((EQUAL, number, own) for number in OWN.values()), (EQUAL, LIMITS, 0)]
    for test, number, allowed in [*guarded, (ANY_BIT, CLONE, A_THREAD)]:
        wrong += [
            _step(EQUAL, number, 0, 4),
            _step(LOAD, FIRST),
            _step(test, allowed, 1, 0),
            _step(ANSWER, REFUSE),
            _step(ANSWER, ALLOW),
        ]
    wrong += [_step(EQUAL, CLONE3, 0, 1), _step(ANSWER, UNKNOWN)]
    for number in (*FILES.values(), *PROGRAMS.values(), *SYSTEM.values()):
        wrong += [_step(EQUAL, number, 0, 1), _step(ANSWER, REFUSE)]
    return [*wrong, _step(ANSWER, ALLOW)]


def _step(code: int, value: int, when: int = 0, otherwise: int = 0) -> bytes:
    """Return one instruction; `when` and `otherwise` say how many to pass over."""
    return struct.pack("HBBI", code, when, otherwise, value)
