"""One clip through an empty project: import, timeline, preset, render."""
import os
import time

from clip_facts import fit_size, plain_rate, read_facts, start_timecode
from failure import Failure

# What Resolve calls the containers. Its plain `mxf` is OP-Atom: picture and sound in files of their own.
FORMATS = {"mov": ("mov", "quicktime"), "mp4": ("mp4",), "mkv": ("mkv",), "mxf": ("mxf_op1a", "mxf op1a")}
POLL_SECONDS = 0.5
# Resolve answers nothing for a moment at times; so many times in a row it is gone.
UNANSWERED_POLLS = 20
# A render that stands still without the word for its end: it has just begun, or it failed in another language.
IDLE_POLLS = 10


def render_clip(resolve, project, request, send):
    check_preset(project, request["preset"])
    pool = project.GetMediaPool()
    clip = import_clip(pool, request["source"])
    facts = read_facts(clip)
    rate = plain_rate(request["frame_rate"] or facts["fps"])
    clip = set_frame_rate(project, pool, clip, request["source"], rate, drop=";" in facts["timecode"])
    width, height = fit_size(facts["source_width"], facts["source_height"], request["resolution"])
    # The timeline has the output's size, so that Resolve scales once and adds no bars.
    set_project(project, "timelineResolutionWidth", str(width))
    set_project(project, "timelineResolutionHeight", str(height))
    timeline = pool.CreateTimelineFromClips(request["project"], [clip])
    if not timeline or not project.SetCurrentTimeline(timeline):
        raise Failure("DaVinci Resolve made no timeline of %s." % request["source"], "Open the clip there to see what it says.")
    wanted = start_timecode(facts, rate)
    told = dict(facts, rate=rate, width=width, height=height, timecode=wanted, output_timecode=set_timecode(timeline, wanted))
    send("clip", **told)
    resolve.OpenPage("deliver")
    load_preset(project, request)
    settings = {
        "SelectAllFrames": True,
        "TargetDir": request["target_dir"],
        "CustomName": request["custom_name"],
        "ExportVideo": True,
        "ExportAudio": facts["audio_channels"] > 0,
        "FormatWidth": width,
        "FormatHeight": height,
    }
    if request["frame_rate"]:
        settings["FrameRate"] = float(rate)
    # 1 is a single clip: a preset of individual clips would name the file in its own way.
    if not project.SetCurrentRenderMode(1) or not project.SetRenderSettings(settings):
        raise Failure(
            "DaVinci Resolve refused the render settings %s." % settings,
            "The preset `%s` may hold the size or the frame rate fixed; a dialog on its screen blocks it too." % request["preset"],
        )
    run_render_job(project, request, send)


def preset_names(project):
    # Names in all versions seen; the documentation promises no more than "presets and their information".
    return [item if isinstance(item, str) else str(item.get("PresetName")) for item in project.GetRenderPresetList() or []]


def check_preset(project, preset):
    if preset not in preset_names(project):
        raise Failure("DaVinci Resolve has no render preset `%s`." % preset, "Its Deliver page lists them.")


def load_preset(project, request):
    preset = request["preset"]
    if not project.LoadRenderPreset(preset):
        raise Failure("DaVinci Resolve did not load the render preset `%s`." % preset, "Load it by hand on the Deliver page.")
    current = project.GetCurrentRenderFormatAndCodec() or {}
    made, codec = str(current.get("format", "")), str(current.get("codec", ""))
    if made.lower() not in FORMATS.get(request["container"], (request["container"],)):
        raise Failure(
            "The render preset `%s` makes %s (%s), and `container` says %s." % (preset, made, codec, request["container"]),
            "Take another preset, or set `container` to what it makes. For mxf the preset's format is MXF OP1A.",
        )
    if request["codec_family"] not in codec.lower():
        raise Failure(
            "The render preset `%s` encodes %s, and `codec` says %s." % (preset, codec, request["codec"]),
            "Take another preset, or set `codec` and `proxy_profile` to what it makes.",
        )


def import_clip(pool, source):
    clips = pool.ImportMedia([source])
    if not clips:
        raise Failure(
            "DaVinci Resolve could not import %s." % source, "Import it there by hand: it may be damaged, or of a newer camera."
        )
    return clips[0]


def set_frame_rate(project, pool, clip, source, rate, drop):
    value = rate + " DF" if drop and rate in ("29.97", "59.94", "119.88") else rate
    if project.SetSetting("timelineFrameRate", value):
        return clip
    # Before Resolve 16 the rate is fixed as soon as the project holds a clip, and the clip is what tells the rate.
    pool.DeleteClips([clip])
    set_project(project, "timelineFrameRate", value)
    return import_clip(pool, source)


def set_project(project, name, value):
    if not project.SetSetting(name, value):
        raise Failure(
            "DaVinci Resolve refused %s for the project's %s." % (value, name),
            "It has no timelines of that rate or size; choose another `fps_mode` or `resolution`.",
        )


def set_timecode(timeline, timecode):
    """A timeline starts at one hour. Returns where it starts now, which is the source's start from Resolve 18 on."""
    setter = getattr(timeline, "SetStartTimecode", None)
    if timecode and setter and setter(timecode):
        return timecode
    getter = getattr(timeline, "GetStartTimecode", None)
    return (getter and getter()) or None


def run_render_job(project, request, send):
    job = project.AddRenderJob()
    if not job:
        raise Failure(
            "DaVinci Resolve queued no render job and said nothing about it.",
            "Mostly the folder %s is not in its Media Storage (Preferences > System > Media Storage)." % request["target_dir"],
        )
    # The ids alone: with the named argument isInteractiveMode some versions hang.
    if not project.StartRendering(job):
        raise Failure("DaVinci Resolve did not start the render.", "A dialog on its screen may be waiting for an answer.")
    wait_for_render(project, job, send)
    send("finished", file=output_file(project, job))
    project.DeleteRenderJob(job)


def wait_for_render(project, job, send):
    unanswered = idle = 0
    while True:
        status = project.GetRenderJobStatus(job) or {}
        state, percent = str(status.get("JobStatus", "")), status.get("CompletionPercentage", 0) or 0
        rendering = bool(project.IsRenderingInProgress())
        unanswered = 0 if status else unanswered + 1
        # The words of JobStatus are English in English only; elsewhere the figures tell.
        if state == "Complete" or (percent >= 100 and not rendering and not status.get("Error")):
            return
        idle = 0 if rendering else idle + 1
        if state in ("Failed", "Cancelled", "Canceled") or status.get("Error") or idle > IDLE_POLLS or unanswered > UNANSWERED_POLLS:
            told = status.get("Error") or state or "no answer"
            raise Failure("DaVinci Resolve ended the render at %s %%: %s" % (percent, told), "Render the clip there by hand to see more.")
        send("progress", percent=percent, remaining_ms=status.get("EstimatedTimeRemainingInMs"))
        time.sleep(POLL_SECONDS)


def output_file(project, job):
    for item in project.GetRenderJobList() or []:
        if item.get("JobId") == job and item.get("OutputFilename"):
            return os.path.join(item.get("TargetDir", ""), item["OutputFilename"])
    return None
