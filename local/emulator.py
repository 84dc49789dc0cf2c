"""Runs MiniStack, and ends it gently (which saves its state) when the process that started it is gone.

Our end of its standard input stays open as long as we live; when it closes, whatever the reason, MiniStack gets SIGTERM.
The argument is the state folder: it makes the process recognisable in a process list.
"""

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def keep_object_locks() -> None:
    """Add what protects single objects, and their tags, to what is saved: after a restart locked letters were unlocked."""
    from ministack.services import s3

    s3._PERSISTED_BUCKET_DICTS.update(
        object_retention=s3._object_retention,
        object_legal_hold=s3._object_legal_hold,
        object_tags=s3._object_tags,
    )


threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = sys.argv[:1]
keep_object_locks()

from ministack.app import main  # noqa: E402  (after the watch, so that a slow import is covered too)

main()
