"""A stand-in for DaVinci Resolve's scripting module: the methods Proxx calls, with the names, arguments and return values
of Blackmagic's documentation (None or False where something fails, never an exception). Every call is recorded; a render
is an ffmpeg. `stand-in.json` beside this file says what there is and which misbehaviour to show."""
import os
import signal
import time

from stand_in_render import Render, kill_left
from stand_in_state import CONFIG, STATE, ApiObject, misbehaves, record, save_state

RATES = ("23.976", "24", "25", "29.97", "29.97 DF", "30", "48", "50", "59.94", "59.94 DF", "60")
RENDER_SETTINGS = "SelectAllFrames TargetDir CustomName ExportVideo ExportAudio FormatWidth FormatHeight FrameRate".split()


def scriptapp(name):
    record("scriptapp", [name])
    if misbehaves("hangs_on_connect"):
        time.sleep(3600)
    # Libraries print what they like, and no line end.
    print("fusionscript: ", end="", flush=True)
    return None if misbehaves("not_running") else Resolve()


class Resolve(ApiObject):
    def GetProjectManager(self):
        return ProjectManager()

    def GetVersionString(self):
        return CONFIG["version"]

    def OpenPage(self, name):
        return True


class ProjectManager(ApiObject):
    def GetCurrentProject(self):
        return STATE["current"] and Project.named(STATE["current"])

    def GetProjectListInCurrentFolder(self):
        return list(STATE["projects"])

    def CreateProject(self, name):
        if misbehaves("create_project_none") or name in STATE["projects"]:
            return None
        STATE["projects"].append(name)
        return self._open(name)

    def LoadProject(self, name):
        return self._open(name) if name in STATE["projects"] else None

    def SaveProject(self):
        if misbehaves("save_project_false"):
            return False
        STATE["unsaved"] = [name for name in STATE["unsaved"] if name != STATE["current"]]
        return save_state()

    def CloseProject(self, project):
        return bool(self._open(None))

    def DeleteProject(self, name):
        if misbehaves("keeps_project") or name not in STATE["projects"] or name == STATE["current"]:
            return False
        STATE["projects"].remove(name)
        return save_state()

    def _open(self, name):
        if STATE["current"] in STATE["unsaved"]:
            STATE["lost"].append(STATE["current"])
        STATE["current"] = name
        save_state()
        return Project.named(name) if name else True


class Project(ApiObject):
    opened = {}

    @classmethod
    def named(cls, name):
        return cls.opened.setdefault(name, cls(name))

    def __init__(self, name):
        self.name, self.pool, self.settings, self.render_settings = name, MediaPool(), {"timelineFrameRate": "24"}, {}
        self.preset = self.timeline = self.render = None

    def GetName(self):
        return self.name

    def GetMediaPool(self):
        return self.pool

    def GetTimelineCount(self):
        return 1 if self.timeline else 0

    def SetSetting(self, name, value):
        if name == "timelineFrameRate" and (
            value not in RATES or (misbehaves("frame_rate_locked") and (self.pool.clips or self.timeline))
        ):
            return False
        self.settings[name] = value
        return isinstance(value, str)

    def SetCurrentTimeline(self, timeline):
        self.timeline = timeline
        return True

    def GetRenderPresetList(self):
        return list(CONFIG["presets"])

    def LoadRenderPreset(self, name):
        self.preset = CONFIG["presets"].get(name)
        return self.preset is not None and self.timeline is not None

    def GetCurrentRenderFormatAndCodec(self):
        return {"format": self.preset["format"], "codec": self.preset["codec"]}

    def SetCurrentRenderMode(self, mode):
        return mode in (0, 1)

    def SetRenderSettings(self, settings):
        self.render_settings = settings
        return all(key in RENDER_SETTINGS for key in settings)

    def AddRenderJob(self):
        return "" if misbehaves("folder_not_in_media_storage") or not self.timeline else "job-1"

    def GetRenderJobList(self):
        made = self.render.path if self.render else ""
        return [{"JobId": "job-1", "TargetDir": os.path.dirname(made), "OutputFilename": os.path.basename(made)}]

    def StartRendering(self, *jobs):
        if misbehaves("crashes"):
            os._exit(3)
        self.render = Render(self)
        return True

    def IsRenderingInProgress(self):
        return self.render.running() if self.render else STATE["rendering"] is not None and STATE["current"] == self.name

    def StopRendering(self):
        if self.render:
            self.render.stop()
        kill_left()

    def GetRenderJobStatus(self, job):
        if misbehaves("blocks"):
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
            time.sleep(3600)
        return self.render.status()

    def DeleteRenderJob(self, job):
        return True


class MediaPool(ApiObject):
    def __init__(self):
        self.clips = []

    def GetRootFolder(self):
        return Folder(self)

    def ImportMedia(self, paths):
        if misbehaves("import_none") or not all(os.path.exists(path) for path in paths):
            return None
        imported = [MediaPoolItem() for path in paths]
        self.clips += imported
        return imported

    def DeleteClips(self, clips):
        self.clips = [clip for clip in self.clips if clip not in clips]
        return True

    def CreateTimelineFromClips(self, name, clips):
        return Timeline() if clips and clips[0] in self.clips else None


class Folder(ApiObject):
    def __init__(self, pool):
        self.pool = pool

    def GetClipList(self):
        return list(self.pool.clips)


class MediaPoolItem(ApiObject):
    def GetClipProperty(self, name):
        return CONFIG["clip"]["properties"].get(name, "")


class Timeline(ApiObject):
    start = "01:00:00:00"

    def GetStartTimecode(self):
        return self.start

    def SetStartTimecode(self, timecode):
        if misbehaves("timecode_fixed"):
            return False
        self.start = timecode
        return True
