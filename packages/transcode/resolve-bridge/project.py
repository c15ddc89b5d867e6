"""A project that exists for one clip, beside whatever the user has open."""
import contextlib
import signal
import time

from failure import Failure

ATTEMPTS = 5
STOP_SECONDS = 10


@contextlib.contextmanager
def temporary_project(manager, name, send):
    previous = save_current(manager)
    send("opening", previous=previous)
    try:
        project = manager.CreateProject(name)
        if not project:
            raise Failure(
                "DaVinci Resolve did not create the temporary project %s." % name,
                "See whether its project library is connected and can be written to.",
            )
        yield project
    finally:
        # A second TERM (a service manager sends one to every process, and Proxx sends one) must not end the tidying up.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        deleted, restored = put_away(manager, name, previous)
        with contextlib.suppress(OSError):  # nobody listens any more when Proxx itself was killed
            send("closed", deleted=deleted, restored=restored)


def save_current(manager):
    """The name of the user's open project, saved, so that it can be opened again; None where there is nothing to keep."""
    current = manager.GetCurrentProject()
    if not current:
        return None
    name = current.GetName()
    if current.IsRenderingInProgress():
        raise Failure(
            "DaVinci Resolve is rendering the project %s." % name, "Run the job again when that render has ended."
        )
    # What Resolve shows after its start was never saved, and holds nothing.
    if name.startswith("Untitled Project") and is_blank(current):
        return None
    if not manager.SaveProject():
        raise Failure(
            "The project %s is open in DaVinci Resolve and could not be saved, so it was left alone." % name,
            "Save it or close it in DaVinci Resolve, and run the job again.",
        )
    return name


def is_blank(project):
    root = project.GetMediaPool().GetRootFolder()
    return not project.GetTimelineCount() and not root.GetClipList()


def put_away(manager, name, previous):
    """Stops, closes and deletes the project, and opens the user's again. Returns whether each came off."""
    deleted = restored = False
    # Resolve needs a moment to let go of a project whose render was stopped.
    for attempt in range(ATTEMPTS):
        if attempt > 0:
            time.sleep(0.5)
        try:
            current = manager.GetCurrentProject()
            if current and current.GetName() == name:
                stop_rendering(current)
                manager.CloseProject(current)
            restored = restored or not previous or reopen(manager, previous)
            names = manager.GetProjectListInCurrentFolder()
            deleted = bool(manager.DeleteProject(name)) or (isinstance(names, list) and name not in names)
        except Exception as error:  # calls into an application that was quit raise whatever they raise
            print("cannot put %s away: %s" % (name, error))
        if deleted and restored:
            break
    return deleted, restored


def reopen(manager, name):
    current = manager.GetCurrentProject()
    return bool((current and current.GetName() == name) or manager.LoadProject(name))


def stop_rendering(project):
    if not project.IsRenderingInProgress():
        return
    project.StopRendering()
    deadline = time.monotonic() + STOP_SECONDS
    while project.IsRenderingInProgress() and time.monotonic() < deadline:
        time.sleep(0.2)
