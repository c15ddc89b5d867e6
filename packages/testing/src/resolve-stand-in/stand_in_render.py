"""A render in the background: an ffmpeg in a session of its own, since Resolve is no child of the bridge."""
import os
import re
import signal
import subprocess

from stand_in_state import CONFIG, FOLDER, STATE, misbehaves, save_state

SLOW_LOOPS = 30


class Render:
    def __init__(self, project):
        settings, preset, clip = project.render_settings, project.preset, CONFIG["clip"]
        name = settings["CustomName"] + ("_0" if misbehaves("appends_to_name") else "")
        self.path = os.path.join(settings["TargetDir"], name + "." + preset["extension"])
        self.endless = misbehaves("never_finishes")
        slow = self.endless or misbehaves("renders_slowly")
        self.frames = int(clip["properties"]["Frames"]) * (SLOW_LOOPS if slow else 1)
        rate = project.settings["timelineFrameRate"].split(" ")[0]
        sound = settings["ExportAudio"] and not misbehaves("renders_no_sound")
        self.log = os.path.join(FOLDER, "render.log")
        command = ["ffmpeg", "-hide_banner", "-nostdin", "-v", "error", "-progress", self.log]
        command += ["-re", "-stream_loop", "-1" if self.endless else str(SLOW_LOOPS - 1)] if slow else []
        command += ["-i", "/nowhere.mov" if misbehaves("render_fails") else clip["path"], "-map", "0:v"]
        command += ["-map", "0:a?", "-c:a", "pcm_s24le"] if sound else []
        command += ["-vf", "scale=%d:%d,fps=%s" % (settings["FormatWidth"], settings["FormatHeight"], exact(rate))]
        command += ["-frames:v", str(self.frames // 2)] if misbehaves("renders_half") else []
        command += preset["arguments"] + ["-timecode", project.timeline.start, "-n", self.path]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
        STATE["rendering"] = self.process.pid
        save_state()

    def running(self):
        return self.process.poll() is None

    def stop(self):
        if self.running():
            self.process.terminate()
        self.process.wait()

    def status(self):
        if self.running():
            percent = 37 if self.endless else min(99, 100 * self.done() // self.frames)
            return {"JobStatus": "Rendering", "CompletionPercentage": percent, "EstimatedTimeRemainingInMs": 4200}
        STATE["rendering"] = None
        save_state()
        if self.process.returncode != 0:
            return {"JobStatus": "Failed", "CompletionPercentage": 12, "Error": "Media Offline"}
        word = "完了" if misbehaves("speaks_japanese") else "Complete"
        return {"JobStatus": word, "CompletionPercentage": 100, "TimeTakenToRenderInMs": 900}

    def done(self):
        try:
            with open(self.log) as file:
                return int((re.findall(r"^frame=(\d+)", file.read(), re.M) or ["0"])[-1])
        except FileNotFoundError:
            return 0


def exact(rate):
    nominal = -(-float(rate) // 1)
    return "%d/1001" % (nominal * 1000) if "." in rate else rate


def kill_left():
    """The render of a bridge that is no more."""
    if STATE["rendering"] is None:
        return
    try:
        os.kill(STATE["rendering"], signal.SIGKILL)
    except ProcessLookupError:
        pass
    STATE["rendering"] = None
    save_state()
