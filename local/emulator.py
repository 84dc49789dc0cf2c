"""Runs MiniStack, and ends it gently (which saves its state) when the process that started it is gone.

Our end of its standard input stays open as long as we live; when it closes, whatever the reason, MiniStack gets SIGTERM.
The argument is the state folder: it makes the process recognisable in a process list.
"""

import copy
import json
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


def keep_streams() -> None:
    """Add the records of the tables' streams to what is saved. Only how far each reader had come was: the rest was lost, and after a
    restart a reader passed over as many new records as it had read old ones."""
    from ministack.services import dynamodb

    get_state, load_persisted_state = dynamodb.get_state, dynamodb.load_persisted_state
    kept = {"stream_records": dynamodb._stream_records, "stream_trimmed": dynamodb._stream_trimmed}

    def get_state_and_streams() -> dict:
        return {**get_state(), **copy.deepcopy(kept)}

    def load_state_and_streams(data: dict | None) -> None:
        load_persisted_state(data)
        for name, store in kept.items():
            store.update((data or {}).get(name, {}))

    dynamodb.get_state, dynamodb.load_persisted_state = get_state_and_streams, load_state_and_streams


def tell_what_is_under_way() -> None:
    """Answer GET /_ministack/under-way: how many functions run, and how many records of streams no reader is done with."""
    from ministack import app
    from ministack.services import dynamodb, lambda_svc

    handle_health_request = app._handle_health_request

    def unread() -> int:
        total = 0
        for account, region, mapping in lambda_svc._iter_all_esms():
            source = mapping.get("EventSourceArn", "")
            if ":dynamodb:" not in source or not mapping.get("Enabled", True):
                continue
            place = {"account_id": account, "region": region}
            table = source.split(":table/")[1].split("/")[0]
            start = dynamodb.stream_start_position(table, **place)
            position = lambda_svc._dynamodb_stream_positions.get_scoped(account, region, mapping["UUID"], start)
            total += dynamodb.stream_end_position(table, **place) - max(position, start)
        return total

    def handle(path: str, request_id: str):
        if path != "/_ministack/under-way":
            return handle_health_request(path, request_id)
        executions, _ = lambda_svc.executions_in_flight()
        body = {"executions": executions, "unread": unread()}
        return 200, {"Content-Type": "application/json", "x-amzn-requestid": request_id}, json.dumps(body).encode()

    app._handle_health_request = handle


threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = sys.argv[:1]
keep_object_locks()
keep_streams()
tell_what_is_under_way()

from ministack.app import main  # noqa: E402  (after the watch, so that a slow import is covered too)

main()
