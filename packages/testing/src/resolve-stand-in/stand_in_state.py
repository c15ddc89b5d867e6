"""What outlives one bridge process, as an application's state does: its projects, the open one, a running render."""
import functools
import json
import os

FOLDER = os.path.dirname(os.path.abspath(__file__))


def read(name):
    with open(os.path.join(FOLDER, name)) as file:
        return json.load(file)


CONFIG = read("stand-in.json")
STATE = read("state.json")


def save_state():
    path = os.path.join(FOLDER, "state.json")
    with open(path + ".new", "w") as file:
        json.dump(STATE, file)
    os.replace(path + ".new", path)
    return True


def misbehaves(name):
    return name in CONFIG["misbehaviours"]


def record(call, arguments):
    with open(os.path.join(FOLDER, "calls.jsonl"), "a") as file:
        file.write(json.dumps({"call": call, "arguments": arguments, "process": os.getpid()}, default=repr) + "\n")


class ApiObject:
    """Records each call of a method with a capital, as all of Resolve's have."""

    def __init_subclass__(cls):
        for name, method in list(vars(cls).items()):
            if name[0].isupper():
                setattr(cls, name, recorded(cls.__name__ + "." + name, method))


def recorded(call, method):
    @functools.wraps(method)
    def recording(self, *arguments):
        record(call, list(arguments))
        return method(self, *arguments)

    return recording
