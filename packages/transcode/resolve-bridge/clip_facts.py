"""What Resolve says of a clip, and what follows from it. Its properties are texts of the user interface."""
import re

from failure import Failure


def read_facts(clip):
    width, height = two_numbers(clip, "Resolution")
    return {
        "source_width": width,
        "source_height": height,
        "fps": str(clip.GetClipProperty("FPS")),
        "frames": number(clip.GetClipProperty("Frames")),
        "audio_channels": number(clip.GetClipProperty("Audio Ch")) or 0,
        "timecode": str(clip.GetClipProperty("Start TC") or "").replace(" ", ""),
    }


def two_numbers(clip, name):
    found = re.match(r"^\s*(\d+)\s*x\s*(\d+)\s*$", str(clip.GetClipProperty(name)))
    if not found:
        raise Failure("DaVinci Resolve tells no %s of the clip." % name, "Open the clip there: it may have no picture.")
    return int(found.group(1)), int(found.group(2))


def number(value):
    found = re.match(r"^\s*(\d+)\s*$", str(value))
    return int(found.group(1)) if found else None


def plain_rate(text):
    """The way the project setting spells a rate: 24, 23.976, 29.97."""
    try:
        return "%g" % float(text)
    except ValueError:
        raise Failure("DaVinci Resolve tells no frame rate of the clip (%s)." % text, "Set `fps_mode` to a forced rate.")


def fit_size(width, height, resolution):
    """`same`, `half`, `quarter`, or the largest size of the same shape within `WxH`; sides even, as codecs need them."""
    if "x" in resolution:
        box_width, box_height = (int(side) for side in resolution.split("x"))
        scale = min(box_width / float(width), box_height / float(height))
        sides = [int(round(width * scale)), int(round(height * scale))]
    else:
        divisor = {"same": 1, "half": 2, "quarter": 4}[resolution]
        sides = [width // divisor, height // divisor]
    return tuple(max(2, side // 2 * 2) for side in sides)


def start_timecode(facts, rate):
    """The source's start, its frames counted at the output's rate; None where there is none."""
    found = re.match(r"^(\d\d:\d\d:\d\d)([:;])(\d+)$", facts["timecode"])
    if not found:
        return None
    nominal_from, nominal_to = (int(round(float(value))) for value in (facts["fps"], rate))
    if nominal_from == nominal_to:
        return facts["timecode"]
    return "%s:%02d" % (found.group(1), int(found.group(3)) * nominal_to // nominal_from)
