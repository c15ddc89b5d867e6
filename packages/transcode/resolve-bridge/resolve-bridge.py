"""Drives DaVinci Resolve through its scripting API for Proxx.

One request as JSON is the whole of stdin; what happens is told as JSON lines on stdout, each an object with `event`.
The requests are `hello` (who answers?), `render` (one clip, in a project made for it and deleted after it) and
`put_away` (delete the project of a bridge that was killed). The API returns None or False where it fails and says no
more, so each call that matters is checked here and told in a sentence.
"""
import json
import os
import signal
import sys
import traceback

from failure import Failure, Interrupted
from project import put_away, temporary_project
from render import preset_names, render_clip
from turn import take_turn


def main():
    send = open_channel()
    request = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    signal.signal(signal.SIGTERM, interrupt)
    try:
        ACTIONS[request["action"]](request, send)
        return 0
    except Interrupted:
        return 143
    except Failure as failure:
        send("error", code=failure.code, message=failure.message, hint=failure.hint)
    except Exception as error:
        traceback.print_exc()
        told = "%s: %s" % (type(error).__name__, error)
        send(
            "error",
            code="resolve_failed",
            message="DaVinci Resolve's scripting API answered in an unknown way (%s)." % told,
            hint="It may have been quit, or be waiting for an answer to a dialog on its screen.",
        )
    return 1


def hello(request, send):
    resolve = connect(request)
    manager = resolve.GetProjectManager()
    project = manager and manager.GetCurrentProject()
    # Without an open project nothing tells the presets; whether the one that is asked for exists then shows on rendering.
    names = preset_names(project) if project else []
    for name in names:
        send("preset", name=name)
    send("hello", version=resolve.GetVersionString(), presets_known=bool(names))


def render(request, send):
    with take_turn(send):
        resolve = connect(request)
        with temporary_project(resolve.GetProjectManager(), request["project"], send) as project:
            render_clip(resolve, project, request, send)


def put_away_left(request, send):
    with take_turn(send):
        manager = connect(request).GetProjectManager()
        deleted, restored = put_away(manager, request["project"], request["previous"])
        send("closed", deleted=deleted, restored=restored)


ACTIONS = {"hello": hello, "render": render, "put_away": put_away_left}


def connect(request):
    os.environ["RESOLVE_SCRIPT_API"] = os.path.dirname(request["modules"])
    if request["library"]:
        os.environ["RESOLVE_SCRIPT_LIB"] = request["library"]
    sys.path.insert(0, request["modules"])
    try:
        import DaVinciResolveScript
    except Exception as error:
        raise Failure(
            "DaVinci Resolve's scripting module in %s cannot be loaded: %s." % (request["modules"], error),
            "Install DaVinci Resolve Studio and a 64-bit Python 3 that its version supports.",
            code="resolve_unavailable",
        )
    resolve = DaVinciResolveScript.scriptapp("Resolve")
    if not resolve:
        raise Failure(
            "DaVinci Resolve is installed and does not answer.",
            "Start it, and set Preferences > System > General > External scripting using to Local (Studio edition only).",
            code="resolve_unavailable",
        )
    return resolve


def open_channel():
    """Keeps stdout for events alone: Resolve's library prints what it likes, and that goes to stderr from here on."""
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def send(event, **fields):
        channel.write(json.dumps(dict(fields, event=event)) + "\n")
        channel.flush()

    return send


def interrupt(_signal, _frame):
    raise Interrupted()


if __name__ == "__main__":
    sys.exit(main())
