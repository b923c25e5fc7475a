"""Threads that come and go do not each get a heap of their own."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, sys, tempfile, threading
from app.service.heaps import few_heaps
if sys.argv[1] == "few":
    few_heaps()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.fopen.restype = ctypes.c_void_p, ctypes.c_void_p
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
together = threading.Barrier(12)
def use():
    together.wait(20)
    libc.malloc(1000)
    together.wait(20)
threads = [threading.Thread(target=use) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
with tempfile.NamedTemporaryFile() as file:
    told = libc.fopen(file.name.encode(), b"w")
    libc.malloc_info(0, told)
    libc.fclose(told)
    print(file.read().count(b"<heap nr="))
"""


def heaps_of(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, check=True, text=True, timeout=60)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="mallopt is glibc's")
def test_threads_share_two_heaps_where_they_would_have_had_more() -> None:
    assert heaps_of("few") <= 2 < heaps_of("many")


FREED = """
import ctypes, sys
from app.evaluation.benches.memory import resident
from app.service.heaps import give_back
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
pieces = [libc.malloc(100_000) for _ in range(500)]
for piece in pieces: ctypes.memset(piece, 1, 100_000)
for piece in pieces[:-1]: libc.free(piece)
before = resident("VmRSS")
if sys.argv[1] == "give": give_back()
print(int((before - resident("VmRSS")) / 2**20))
"""
"""50 MB are freed behind a piece that stays; prints how many MB less the process has, once it gave them back or not."""


def megabytes_less(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", FREED, how], capture_output=True, check=True, text=True, timeout=60)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="malloc_trim is glibc's")
def test_what_is_free_in_a_heap_is_given_back() -> None:
    assert megabytes_less("keep") < 5
    assert megabytes_less("give") > 40
