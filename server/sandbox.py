"""What a worker process takes away from itself before it sees the first query."""

from __future__ import annotations

import ctypes
import platform
import resource
import signal
import struct
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 13  # the call fails with EACCES

# The audit architecture, and the numbers of the calls.
_CALLS = {
    "x86_64": (0xC000003E, {"socket": 41, "execve": 59, "execveat": 322, "io_uring_setup": 425}),
    "aarch64": (0xC00000B7, {"socket": 198, "execve": 221, "execveat": 281, "io_uring_setup": 425}),
}
_SOCKET_CALLS = ("socket",)
_OTHER_CALLS = ("execve", "execveat", "io_uring_setup")

# Landlock has the same numbers everywhere: create_ruleset 444, add_rule 445, restrict_self 446.
_LANDLOCK_BIND = 1
_LANDLOCK_CONNECT = 2
_LANDLOCK_PORT = 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def die_with_parent() -> None:
    """Asks Linux to kill this process when the thread that started it ends; elsewhere the pipe's end must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_memory(megabytes: int) -> None:
    """Bounds the address space to what is mapped now and `megabytes` more, and switches core dumps off.

    The service watches resident memory; this bound catches what grows faster than it looks.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - pathlib would cost the worker its start
            mapped = int(statm.read().split()[0]) * resource.getpagesize()
        bound = mapped + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def refuse_network() -> bool:
    """Makes the kernel refuse new sockets and new programs to this process for good (seccomp); tells whether it did.

    SERVICE is refused by the syntax of a query already; this holds even if that check were wrong. It works on Linux
    on x86-64 and ARM64, where the kernel allows it.
    """
    return _refuse_calls(_SOCKET_CALLS + _OTHER_CALLS)


def connect_only_to(port: int) -> bool:
    """Makes the kernel refuse new programs (seccomp) and TCP connections but to one port (Landlock, from Linux 6.7).

    Tells whether it did both. The port is that of the relay through which a worker reaches the services that are
    allowed; every port number is bounded, not the address, so whatever else listens there is reachable too.
    """
    return _refuse_calls(_OTHER_CALLS) and _allow_port(port)


def _allow_port(port: int) -> bool:
    system = ctypes.CDLL(None, use_errno=True).syscall
    handled = struct.pack("=QQ", 0, _LANDLOCK_BIND | _LANDLOCK_CONNECT)
    ruleset = system(444, ctypes.c_char_p(handled), ctypes.c_size_t(len(handled)), ctypes.c_uint32(0))
    if ruleset < 0:
        return False
    rule = struct.pack("=QQ", _LANDLOCK_CONNECT, port)
    added = system(445, ctypes.c_int(ruleset), ctypes.c_int(_LANDLOCK_PORT), ctypes.c_char_p(rule), ctypes.c_uint32(0))
    return bool(added == 0 and system(446, ctypes.c_int(ruleset), ctypes.c_uint32(0)) == 0)


def _refuse_calls(names: tuple[str, ...]) -> bool:
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    architecture, numbers = _CALLS[platform.machine()]
    calls = [numbers[name] for name in names]
    load, equal, give = 0x20, 0x15, 0x06
    steps = [
        (load, 0, 0, 4),  # the architecture of the call
        (equal, 1, 0, architecture),
        (give, 0, 0, _REFUSE),  # a call of another architecture could mean anything
        (load, 0, 0, 0),  # the number of the call
    ]
    steps += [(equal, len(calls) - position, 0, number) for position, number in enumerate(calls)]
    steps += [(give, 0, 0, _ALLOW), (give, 0, 0, _REFUSE)]
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    program = _Program(len(steps), code)
    return bool(library.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0)
