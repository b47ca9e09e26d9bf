# What DICOM files hold and how they should look, by pydicom and numpy; for suites/corpus.js.
#
#   pydicom_says.py files            the folder of pydicom's own files, as a line
#   pydicom_says.py uids < list      each line a file: prints JSON lines {file, studyUid, seriesUid, sopUid}
#   pydicom_says.py elements < list  each line "file<TAB>other": prints JSON lines {file, same}, true when both hold the
#                                    same elements; group lengths and trailing padding do not count
#   pydicom_says.py compare < list   each line "file<TAB>png<TAB>file in Explicit VR Little Endian, or nothing":
#                                    prints JSON lines {file, difference, native, error}; the differences (of the
#                                    picture, of the other file) are the largest of any pixel, in levels of 255
import json
import sys
import warnings
import zlib

warnings.simplefilter("ignore")

import numpy
import pydicom
import pydicom.data
from pydicom.pixel_data_handlers.util import convert_color_space


def read_png(path):
    """Pixels of an 8-bit PNG, grey by palette or true colour, as height × width × channels."""
    data = open(path, "rb").read()
    at, body, palette = 8, b"", None
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        chunk = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height = int.from_bytes(chunk[0:4], "big"), int.from_bytes(chunk[4:8], "big")
            depth, colour, interlace = chunk[8], chunk[9], chunk[12]
        elif kind == b"PLTE":
            palette = numpy.frombuffer(chunk, numpy.uint8).reshape(-1, 3)
        elif kind == b"IDAT":
            body += chunk
        at += 12 + length
    channels = {0: 1, 2: 3, 3: 1, 6: 4}[colour]
    assert interlace == 0
    raw = zlib.decompress(body)
    stride = (width * channels * depth + 7) // 8
    step = max(channels * depth // 8, 1)
    rows = numpy.zeros((height, stride), numpy.uint8)
    before = bytearray(stride)
    for y in range(height):
        kind = raw[y * (stride + 1)]
        line = bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        unfilter(kind, line, before, step)
        rows[y] = numpy.frombuffer(bytes(line), numpy.uint8)
        before = line
    if depth < 8:
        rows = numpy.unpackbits(rows, axis=1).reshape(height, -1, depth)
        rows = rows.dot(1 << numpy.arange(depth)[::-1])[:, :width]
    pixels = rows.reshape(height, width, channels)[:, :, :3]
    return palette[pixels[:, :, 0]] if palette is not None else pixels


def unfilter(kind, line, before, step):
    for i in range(len(line)):
        a = line[i - step] if i >= step else 0
        b = before[i]
        c = before[i - step] if i >= step else 0
        if kind == 1:
            line[i] = (line[i] + a) & 255
        elif kind == 2:
            line[i] = (line[i] + b) & 255
        elif kind == 3:
            line[i] = (line[i] + (a + b) // 2) & 255
        elif kind == 4:
            p = a + b - c
            near = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            line[i] = (line[i] + near) & 255


def first(value):
    return value[0] if isinstance(value, pydicom.multival.MultiValue) else value


def grey(data, frame):
    values = frame.astype(numpy.float64)
    values = values * float(data.get("RescaleSlope", 1) or 1) + float(data.get("RescaleIntercept", 0) or 0)
    width, center = first(data.get("WindowWidth")), first(data.get("WindowCenter"))
    if width not in (None, "") and float(width) >= 1:
        c, w = float(center), float(width)
        shade = ((values - (c - 0.5)) / max(w - 1, 1e-9) + 0.5) * 255
        shade = numpy.where(values <= c - 0.5 - (w - 1) / 2, 0, shade)
        shade = numpy.where(values > c - 0.5 + (w - 1) / 2, 255, shade)
    else:
        low, high = values.min(), values.max()
        shade = (values - low) / (high - low if high > low else 1) * 255
    if data.PhotometricInterpretation == "MONOCHROME1":
        shade = 255 - shade
    return numpy.repeat(shade[:, :, None], 3, axis=2)


def wanted(path):
    data = pydicom.dcmread(path)
    frames = data.pixel_array
    if int(data.get("NumberOfFrames", 1) or 1) > 1:
        frames = frames[0]
    if data.SamplesPerPixel == 1:
        return grey(data, frames)
    if data.PhotometricInterpretation in ("YBR_FULL", "YBR_FULL_422"):
        frames = convert_color_space(frames, data.PhotometricInterpretation, "RGB")
    return frames.astype(numpy.float64) * 255 / (2 ** int(data.BitsStored) - 1)


def compare(path, png, native):
    outcome = {"file": path}
    try:
        expected = wanted(path)
        for name, seen in (("difference", lambda: read_png(png)), ("native", lambda: wanted(native))):
            if name == "native" and not native:
                continue
            pixels = seen().astype(numpy.float64)
            if expected.shape != pixels.shape:
                raise ValueError(f"{name}: shape {pixels.shape} instead of {expected.shape}")
            outcome[name] = round(float(numpy.abs(expected - pixels).max()), 2)
    except Exception as problem:
        outcome["error"] = f"{type(problem).__name__}: {problem}"
    return outcome


def uids(path):
    data = pydicom.dcmread(path, stop_before_pixels=True)
    return {
        "file": path,
        "studyUid": str(data.StudyInstanceUID),
        "seriesUid": str(data.SeriesInstanceUID),
        "sopUid": str(data.SOPInstanceUID),
    }


def plain(data):
    """Every element as text or bytes, without those that say nothing."""
    found = {}
    for element in data:
        if element.tag.element == 0 or element.tag == 0xFFFCFFFC:
            continue
        if element.VR == "SQ":
            found[element.tag] = [plain(item) for item in element.value]
        else:
            value = element.value
            text = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
            found[element.tag] = text.rstrip(b" \0")
    return found


def elements(path, other):
    try:
        same = plain(pydicom.dcmread(path)) == plain(pydicom.dcmread(other))
    except Exception as problem:
        return {"file": path, "same": False, "error": f"{type(problem).__name__}: {problem}"}
    return {"file": path, "same": same}


def main():
    if sys.argv[1] == "files":
        print(pydicom.data.__file__.rsplit("/", 1)[0])
        return
    command = {"uids": uids, "elements": elements, "compare": compare}[sys.argv[1]]
    for line in sys.stdin:
        print(json.dumps(command(*line.rstrip("\n").split("\t"))), flush=True)


main()
