"""Glyph masks: the stroke families and the two free typefaces, rasterised once at a fixed height.

A font is {character: uint8 mask of GLYPH_HEIGHT rows, ink = 255}. All randomness comes from the generator passed in.
"""
import glob
import math
import random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .skeletons import ALTERNATIVES, BAR, BASE, FAMILIES, OFTEN, SHARP

GLYPH_HEIGHT = 48
ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
OVERSAMPLE = 4
LEAST_ANGLE = -0.94  # cosine of the turn beyond which a pointed corner would stick out like a thorn


def parse(path):
    """'0,0r 10,10 | …' -> [([(x, y, rounded)], closed)] with coordinates in 0…1."""
    strokes = []
    for part in path.split('|'):
        words = part.split()
        closed = words[-1] == 'z'
        points = []
        for word in words[: -1 if closed else None]:
            rounded = word.endswith('r')
            x, y = word.rstrip('r').split(',')
            points.append((float(x) / 10, float(y) / 10, rounded))
        strokes.append((points, closed))
    return strokes


def outline(points, closed, width, height, roundness):
    """[(x, y, corner)] in pixels: every rounded corner replaced by a quarter of a circle-like curve, the others left as corners."""
    pixels = [(x * width, y * height) for x, y, _ in points]
    count = len(pixels)
    out = []
    for i, (x, y) in enumerate(pixels):
        if not points[i][2] or (not closed and i in (0, count - 1)):
            out.append((x, y, True))
            continue
        before, after = pixels[i - 1], pixels[(i + 1) % count]
        to_before = math.hypot(before[0] - x, before[1] - y)
        to_after = math.hypot(after[0] - x, after[1] - y)
        radius = min(roundness * width / 2, to_before / 2, to_after / 2)
        ax, ay = (before[0] - x) / to_before * radius, (before[1] - y) / to_before * radius
        bx, by = (after[0] - x) / to_after * radius, (after[1] - y) / to_after * radius
        # x + a(1-sin) + b(1-cos): an exact circle where the corner is a right angle
        for step in range(5):
            t = step / 4 * math.pi / 2
            out.append((x + ax * (1 - math.sin(t)) + bx * (1 - math.cos(t)), y + ay * (1 - math.sin(t)) + by * (1 - math.cos(t)), False))
    return out


def way(start, end):
    """The direction from one point to another, one long."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max(1e-6, math.hypot(dx, dy))
    return np.array([dx / length, dy / length])


def aside(direction):
    return np.array([-direction[1], direction[0]])


def sharpened(line, closed, thick):
    """Polygons that give a stroke flat ends and pointed corners, as most dies cut them; drawn as a line, both are round.

    Without them the left corners of a D are nearly as round as those of an O. What reaches beyond the character is cut off
    by its canvas, which makes an A flat at its top.
    """
    half, last = thick / 2, len(line) - 1
    polygons = []
    for i, (x, y, corner) in enumerate(line):
        at = np.array([x, y])
        if not closed and i in (0, last):
            onward = half * (way(line[1], line[0]) if i == 0 else way(line[-2], line[-1]))
            polygons.append([at + aside(onward), at + aside(onward) + onward, at - aside(onward) + onward, at - aside(onward)])
        elif corner:
            into, out = way(line[i - 1], at), way(at, line[(i + 1) % len(line)])
            turn, straight = into[0] * out[1] - into[1] * out[0], float(into @ out)
            if abs(turn) < 0.05 or straight < LEAST_ANGLE:
                continue
            first, second = (-np.sign(turn) * half * aside(d) for d in (into, out))
            polygons.append([at, at + first, at + (first + second) / (1 + straight), at + second])
    return polygons


def trimmed(mask):
    columns = np.where(mask.max(0) > 40)[0]
    return mask[:, columns[0] : columns[-1] + 1] if len(columns) else mask


def fixed(points, thick):
    """Points for OpenCV, in sixteenths of a pixel of a canvas half a stroke larger to each side."""
    return np.int32((np.array(points) + thick / 2) * 16)


def stroke_font(family, rng):
    overrides, aspect, stroke, roundness, factors, variety = FAMILIES[family]
    aspect, roundness = rng.uniform(*aspect), rng.uniform(*roundness)
    thick = max(3, int(rng.uniform(*stroke) * GLYPH_HEIGHT * OVERSAMPLE))
    inner = GLYPH_HEIGHT * OVERSAMPLE - thick
    squeeze = rng.uniform(0.9, 1.1)
    sharp = rng.random() < SHARP[family]
    rounder = rng.choice([1.0, 1.0, rng.uniform(1.0, 1.2)])  # some dies have a wider O than 0
    font = {}
    for char in ALPHABET:
        path = overrides.get(char, BASE[char])
        if char in ALTERNATIVES and rng.random() < variety:
            path = rng.choice(ALTERNATIVES[char])
        chance = rng.random()
        for other, share in OFTEN.get(family, {}).get(char, []):
            if 0 <= chance < share:
                path = other
            chance -= share
        factor = factors.get(char, squeeze if char in 'BEFLPRST' else 1.0)
        if char in 'OQ':
            factor *= rounder
        if char == 'I' and path != BAR:
            factor = max(factor, 0.7)
        if path == BAR:
            factor = min(factor, 0.4)
        width = max(3, int(aspect * GLYPH_HEIGHT * OVERSAMPLE * factor) - thick)
        canvas = np.zeros((GLYPH_HEIGHT * OVERSAMPLE, width + thick), np.uint8)
        for points, closed in parse(path):
            line = outline(points, closed, width, inner, roundness)
            cv2.polylines(canvas, [fixed([(x, y) for x, y, _ in line], thick)], closed, 255, thick, cv2.LINE_AA, 4)
            for polygon in sharpened(line, closed, thick) if sharp else []:
                cv2.fillConvexPoly(canvas, fixed(polygon, thick), 255, cv2.LINE_AA, 4)
        size = (max(3, canvas.shape[1] // OVERSAMPLE), GLYPH_HEIGHT)
        font[char] = trimmed(cv2.resize(canvas, size, interpolation=cv2.INTER_AREA))
    return font


def file_mask(typeface, text):
    """Ink of a text, cropped to its box, in the typeface's own proportions."""
    left, top, right, bottom = typeface.getbbox(text)
    image = Image.new('L', (right - left + 4, bottom - top + 4), 0)
    ImageDraw.Draw(image).text((2 - left, 2 - top), text, 255, font=typeface)
    mask = np.array(image)
    rows, columns = np.where(mask.max(1) > 30)[0], np.where(mask.max(0) > 30)[0]
    if len(rows) == 0:
        return None
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def file_font(path, rng):
    typeface = ImageFont.truetype(path, 140)
    stretch = rng.uniform(0.8, 1.2)
    font = {}
    for char in ALPHABET:
        mask = file_mask(typeface, char)
        if mask is None:
            return None
        width = max(3, int(mask.shape[1] * GLYPH_HEIGHT / mask.shape[0] * stretch))
        font[char] = cv2.resize(mask, (width, GLYPH_HEIGHT), interpolation=cv2.INTER_AREA)
    return font


def typeface_paths():
    """OSP-DIN (OFL-1.1) and Roadgeek (MIT), where Debian's packages are installed."""
    din = glob.glob('/usr/share/fonts/truetype/opendin/*.ttf')
    road = sorted(glob.glob('/usr/share/fonts/truetype/roadgeek/*.ttf') + glob.glob('/usr/share/fonts/opentype/roadgeek/*.otf'))
    return din, [p for p in road if 'symbol' not in p.lower() and 'icon' not in p.lower()]


def build_fonts(seed, per_family=14):
    """{family: [font]}; 'din' also holds OSP-DIN, 'us_die' and 'free' also hold Roadgeek."""
    rng = random.Random(seed)
    fonts = {family: [stroke_font(family, rng) for _ in range(per_family)] for family in FAMILIES}
    fonts['us_die'] += [stroke_font('us_die', rng) for _ in range(2 * per_family)]
    din, road = typeface_paths()
    fonts['din'] += [f for p in din for f in (file_font(p, rng) for _ in range(4)) if f]
    for family in ('us_die', 'free'):
        fonts[family] += [f for p in road for f in (file_font(p, rng),) if f]
    return fonts


def build_words(seed, words, count=160):
    """Small lettering: [mask] of states, slogans, dealers, in any available typeface, about 28 px high."""
    rng = random.Random(seed)
    din, road = typeface_paths()
    faces = [ImageFont.truetype(p, 40) for p in din + road]
    masks = []
    for i in range(count):
        text = words[i % len(words)]
        mask = None
        if faces and rng.random() < 0.7:
            mask = file_mask(rng.choice(faces), text.title() if rng.random() < 0.3 else text)
        if mask is None:
            face = rng.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX])
            thick = rng.randint(1, 3)
            (width, height), base = cv2.getTextSize(text, face, 1.0, thick)
            mask = np.zeros((height + base + 4, width + 4), np.uint8)
            cv2.putText(mask, text, (2, height + 2), face, 1.0, 255, thick, cv2.LINE_AA)
        height = 28
        masks.append(cv2.resize(mask, (max(4, mask.shape[1] * height // mask.shape[0]), height), interpolation=cv2.INTER_AREA))
    return masks
