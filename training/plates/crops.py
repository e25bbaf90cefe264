"""Training crops for the reader: a drawn plate posed before a camera, cut out as a detector would, 48 x 160 grey.

`python3 -m plates.crops sheet.png` draws a contact sheet.
"""
import math
import random
import sys
import time

import cv2
import numpy as np

from .fonts import GLYPH_HEIGHT, build_fonts, build_words
from .grammar import WORDS
from .layouts import draw_plate, put_word
from .negatives import draw_nothing
from .weather import camera, spoil

WIDTH, HEIGHT = 160, 48
PAD = 44
CUT_OVERLAP = 0.06  # of the height, each half of a two-row crop


class Renderer:
    """Fonts and words of one seed; `sample` draws one crop and its text."""

    def __init__(self, seed, per_family=14, nothing=0.0, hard=0.0):
        self.nothing = nothing  # share of samples without a plate
        self.hard = hard  # share of plates with more look-alikes than their country issues
        self.fonts = build_fonts(seed, per_family)
        self.words = build_words(seed + 1, WORDS)
        self.rng = random.Random(seed + 2)
        self.noise = np.random.default_rng(seed + 3)

    def plate(self, country=None):
        """A flat plate, and the canvas with what surrounds it."""
        plate = draw_nothing(self.rng, self.noise) if self.nothing and self.rng.random() < self.nothing else draw_plate(self.rng, self.fonts, self.words, country, self.hard)
        return plate, surround(self.rng, plate, self.words)

    def sample(self, country=None):
        """(uint8 [48, 160], text, country, x of each character's centre in the crop)"""
        rng, noise = self.rng, self.noise
        plate, canvas = self.plate(country)
        corners, tight = pose(rng, plate)
        size = crop_size(rng, plate, corners)
        # area-like reduction: blur the flat drawing before it is sampled
        shrink = np.linalg.norm(corners[3] - corners[0]) / size[1]
        if shrink > 1.25:
            canvas = cv2.GaussianBlur(canvas, (0, 0), 0.4 * shrink)
        matrix = cv2.getPerspectiveTransform(corners, np.float32([(0, 0), (size[0], 0), size, (0, size[1])]))
        crop = cv2.warpPerspective(canvas, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        crop = camera(rng, noise, spoil(rng, noise, crop), GLYPH_HEIGHT / shrink)
        spots = np.float32([[(x + PAD, y + PAD)] for x, y, _ in plate.centres]).reshape(-1, 1, 2)
        along = cv2.perspectiveTransform(spots, matrix)[:, 0, 0] / size[0] * WIDTH if len(spots) else np.float32([])
        if plate.rows == 2:
            along = along / 2 + WIDTH / 2 * np.float32([row for _, _, row in plate.centres])
        return reader_input(crop, plate.rows), plate.text, plate.country, along


def reader_input(crop, rows):
    """What the runtime also does: one row as it is; two rows cut at the middle and laid side by side."""
    if rows == 2:
        half, extra = crop.shape[0] / 2, crop.shape[0] * CUT_OVERLAP
        upper, lower = crop[: int(round(half + extra))], crop[int(round(half - extra)) :]
        size = (WIDTH // 2, HEIGHT)
        return np.hstack([cv2.resize(part, size, interpolation=cv2.INTER_AREA if part.shape[1] > size[0] else cv2.INTER_LINEAR) for part in (upper, lower)])
    return cv2.resize(crop, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA if crop.shape[1] > WIDTH else cv2.INTER_LINEAR)


def surround(rng, plate, words):
    """Bumper, holder and lettering around the plate."""
    height, width = plate.image.shape
    canvas = np.full((height + 2 * PAD, width + 2 * PAD), rng.uniform(5, 120) if rng.random() < 0.75 else rng.uniform(120, 250), np.float32)
    if rng.random() < 0.75:
        for _ in range(rng.randint(1, 5)):
            if rng.random() < 0.7:
                y = rng.randint(0, canvas.shape[0])
                cv2.rectangle(canvas, (0, y), (canvas.shape[1], y + rng.randint(4, 36)), rng.uniform(0, 255), -1)
            else:
                x = rng.randint(0, canvas.shape[1])
                cv2.rectangle(canvas, (x, 0), (x + rng.randint(4, 40), canvas.shape[0]), rng.uniform(0, 255), -1)
    if rng.random() < 0.3:
        put_word(rng, canvas, words, canvas.shape[1] / 2, rng.choice([PAD - rng.randint(14, 36), PAD + height + rng.randint(5, 16)]), rng.randint(8, 24), rng.uniform(0, 255), width)
    frame = rng.randint(0, 9)
    if frame:
        tone = rng.uniform(0, 90) if rng.random() < 0.7 else rng.uniform(90, 250)
        cv2.rectangle(canvas, (PAD - frame, PAD - frame), (PAD + width + frame - 1, PAD + height + frame - 1), tone, -1)
    canvas[PAD : PAD + height, PAD : PAD + width] = plate.image
    return canvas


def edges(rng, plate):
    """Crop edges in plate pixels: 30 % tight (a few even into the margin), the rest loose by up to 15 %."""
    height, width = plate.image.shape
    x0, y0, x1, y1 = plate.ink
    if rng.random() < 0.12:  # around the characters only
        return [x0 - rng.uniform(0, 14), y0 - rng.uniform(0, 14), x1 + rng.uniform(0, 14), y1 + rng.uniform(0, 14)], True
    tight = rng.random() < 0.3
    low, high = (-0.03, 0.03) if tight else (-0.03, 0.15)
    tall = high * (1.4 if rng.random() < 0.8 else 2.4)
    sides = [-rng.uniform(low, high) * width, -rng.uniform(low, tall) * height, width + rng.uniform(low, high) * width, height + rng.uniform(low, tall) * height]
    sides = [min(sides[0], x0 - 2), min(sides[1], y0 - 2), max(sides[2], x1 + 2), max(sides[3], y1 + 2)]
    return [max(sides[0], -PAD + 2), max(sides[1], -PAD + 2), min(sides[2], width + PAD - 2), min(sides[3], height + PAD - 2)], tight


def pose(rng, plate):
    """Corners of the crop on the canvas (clockwise from top left): turned, sheared, in perspective, as left over after rectifying or not at all."""
    (x0, y0, x1, y1), tight = edges(rng, plate)
    centre = np.float32([(x0 + x1) / 2 + PAD, (y0 + y1) / 2 + PAD])
    half_width, half_height = (x1 - x0) / 2, (y1 - y0) / 2
    angle = math.radians(max(-12, min(12, rng.gauss(0, 2.0 if rng.random() < 0.75 else 5.0))))
    shear = rng.gauss(0, 0.07 if rng.random() < 0.8 else 0.16)
    taper_x, taper_y = rng.gauss(0, 0.035), rng.gauss(0, 0.03)
    grow = 1.0 if tight else 0.55  # an axis-aligned box around a turned plate is larger than the plate
    half_width += abs(shear) * half_height * grow
    half_height += abs(math.sin(angle)) * half_width * grow
    corners = []
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        u = sx * half_width * (1 + taper_x * sy) + shear * sy * half_height
        v = sy * half_height * (1 + taper_y * sx)
        corners.append((centre[0] + u * math.cos(angle) - v * math.sin(angle), centre[1] + u * math.sin(angle) + v * math.cos(angle)))
    return np.float32(corners), tight


def crop_size(rng, plate, corners):
    """Pixels the camera gives this crop: characters 8…40 px high, log-normal around 17."""
    width, height = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[3] - corners[0])
    glyph = min(40, max(8, math.exp(rng.gauss(math.log(17), 0.45))))
    high = max(10, glyph / GLYPH_HEIGHT * height)
    wide = max(24, min(320, width / height * high * rng.uniform(0.75, 1.1)))
    return int(wide), int(high)


def contact_sheet(path, seed=1, columns=8, rows=16):
    renderer = Renderer(seed)
    started = time.process_time()
    samples = [renderer.sample() for _ in range(columns * rows)]
    print(f'{(time.process_time() - started) / len(samples) * 1000:.2f} ms a crop')
    sheet = []
    for r in range(rows):
        line = []
        for image, text, country, _ in samples[r * columns : (r + 1) * columns]:
            label = np.zeros((14, WIDTH), np.uint8)
            cv2.putText(label, f'{text} {country}', (2, 11), cv2.FONT_HERSHEY_SIMPLEX, 0.38, 255, 1)
            line.append(np.vstack([image, label]))
        sheet.append(np.hstack(line))
    cv2.imwrite(path, np.vstack(sheet))


if __name__ == '__main__':
    cv2.setNumThreads(1)
    contact_sheet(sys.argv[1])
