"""Resolve is one application with one open project, so that clips are rendered one at a time, whoever asks."""
import contextlib
import os
import tempfile
import time

WAITS_BETWEEN_WORDS = 10


@contextlib.contextmanager
def take_turn(send):
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    path = os.path.join(tempfile.gettempdir(), "proxx-resolve-%s.lock" % user)
    # The system lets go of the lock when the process ends, however it ends; the file may stay.
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        waits = 0
        while not try_lock(handle):
            if waits % WAITS_BETWEEN_WORDS == 0:
                send("waiting")
            waits += 1
            time.sleep(0.5)
        yield
    finally:
        os.close(handle)


def try_lock(handle):
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError:
        return False
