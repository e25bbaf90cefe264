"""Scenes for the detector, 320 x 320 grey: half real photographs (scaled, turned, in a mosaic), half with rendered plates.

A scene is (uint8 image, [(corners [4, 2], true corners?)], [ignored boxes]). Lettering, signs, lamps and burnt-in
timestamps are drawn as things that are not plates. `python3 -m scenes.compose sheet.png` draws a contact sheet.
"""
import math
import random
import sys
import time

import cv2
import numpy as np

from plates.fonts import build_fonts, build_words
from plates.grammar import WORDS
from plates.layouts import draw_plate, put_line, put_word
from plates.weather import field, light, motion, spoil

from .real import clockwise, load_real

SIDE = 320
NARROWEST = 16  # px; below, a plate is ignored rather than learned


class Composer:
    def __init__(self, seed, real, real_share=0.5):
        self.fonts, self.words = build_fonts(seed, 8), build_words(seed + 1, WORDS)
        self.rng, self.noise = random.Random(seed + 2), np.random.default_rng(seed + 3)
        self.real, self.real_share = real, real_share

    def sample(self):
        canvas, quads, ignored = self.scene()
        return self.exposure(canvas), quads, ignored

    def scene(self):
        """As the eye sees it: float canvas, before any camera."""
        rng = self.rng
        quads, ignored = [], []
        canvas = self.background()
        if self.real and rng.random() < self.real_share:
            self.photographs(canvas, quads, ignored)
            extra = rng.random() < 0.15
        else:
            if self.real and rng.random() < 0.5:
                self.photographs(canvas, quads, ignored)
            else:
                car(rng, canvas)
            extra = True
        if rng.random() < 0.5:
            self.lettering(canvas, quads)
        if extra and rng.random() < 0.93:
            for _ in range(rng.choice([1, 1, 1, 2, 3])):
                self.rendered_plate(canvas, quads, ignored)
        return canvas, quads, ignored

    def background(self):
        """Own drawing: smooth light, beams, grid lines, foliage-like noise."""
        rng, noise = self.rng, self.noise
        canvas = field(noise, (SIDE, SIDE), rng.randint(2, 5), rng.randint(2, 5)) * rng.uniform(5, 50) + rng.uniform(30, 210)
        if rng.random() < 0.6:
            canvas += field(noise, (SIDE, SIDE), rng.randint(20, 120), rng.randint(20, 120)) * rng.uniform(2, 35)
        for _ in range(rng.randint(0, 10)):
            x, y, w, h = rng.randint(-40, SIDE), rng.randint(-40, SIDE), rng.randint(4, 160), rng.randint(3, 90)
            cv2.rectangle(canvas, (x, y), (x + w, y + h), rng.uniform(0, 255), -1 if rng.random() < 0.6 else rng.randint(1, 4))
        for _ in range(rng.randint(0, 6)):
            a, b = [(rng.randint(0, SIDE), rng.randint(0, SIDE)) for _ in range(2)]
            cv2.line(canvas, a, b, rng.uniform(0, 255), rng.randint(1, 8), cv2.LINE_AA)
        return canvas

    def photographs(self, canvas, quads, ignored):
        rng = self.rng
        if rng.random() < 0.6:
            self.photograph(canvas, quads, ignored, (0, 0, SIDE, SIDE))
            return
        x, y = rng.randint(SIDE // 3, SIDE * 2 // 3), rng.randint(SIDE // 3, SIDE * 2 // 3)
        for tile in ((0, 0, x, y), (x, 0, SIDE, y), (0, y, x, SIDE), (x, y, SIDE, SIDE)):
            if rng.random() < 0.75:
                self.photograph(canvas, quads, ignored, tile)

    def photograph(self, canvas, quads, ignored, tile):
        """One photograph, scaled so that one of its plates gets a wanted width, into a tile of the scene."""
        rng = self.rng
        x0, y0, x1, y1 = tile
        image, labelled = rng.choice(self.real)
        chosen = rng.choice(labelled)[0]
        stretch = math.exp(rng.uniform(0, 0.5))  # the export squeezed wide pictures into squares
        wanted = math.exp(rng.uniform(math.log(22), math.log(max(30, min(260, (x1 - x0) * 0.9)))))
        scale = min(wanted / (np.ptp(chosen[:, 0]) * stretch), 2.2)
        flip = -1 if rng.random() < 0.3 else 1
        angle = math.radians(rng.gauss(0, 3))
        cos, sin = math.cos(angle), math.sin(angle)
        turn = np.float32([[cos * scale * stretch * flip, -sin * scale], [sin * scale * stretch * flip, cos * scale]])
        width = np.ptp(chosen[:, 0]) * scale * stretch
        target = np.float32([rng.uniform(x0, x1) if width > 0.85 * (x1 - x0) else rng.uniform(x0 + width * 0.55, x1 - width * 0.55), rng.uniform(y0 + min(width * 0.25, (y1 - y0) * 0.4), y1 - min(width * 0.25, (y1 - y0) * 0.4))])
        shift = target - turn @ chosen.mean(0)
        matrix = np.hstack([turn, shift[:, None]]).astype(np.float32)
        source = cv2.GaussianBlur(image, (0, 0), 0.4 / scale) if scale < 0.7 else image
        warped = cv2.warpAffine(source, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderValue=0)
        inside = cv2.warpAffine(np.full(image.shape, 255, np.uint8), matrix, (SIDE, SIDE), flags=cv2.INTER_NEAREST)
        area = inside[y0:y1, x0:x1] > 0
        canvas[y0:y1, x0:x1][area] = warped[y0:y1, x0:x1][area]
        for quad, true in labelled:
            moved = (quad @ turn.T + shift).astype(np.float32)
            low, high = moved.min(0), moved.max(0)
            if not true:
                moved = np.float32([low, (high[0], low[1]), high, (low[0], high[1])])
            else:
                moved = clockwise(moved)
            keep(quads, ignored, moved, true, tile)

    def rendered_plate(self, canvas, quads, ignored):
        rng = self.rng
        plate = draw_plate(rng, self.fonts, self.words).image
        height, width = plate.shape
        wanted = math.exp(rng.uniform(math.log(22), math.log(290)))
        scale = wanted / width
        tilt, lean = math.radians(rng.gauss(0, 6)), rng.gauss(0, 0.12)
        squeeze = rng.uniform(0.6, 1.05)  # seen from the side or from above
        half_w, half_h = width * scale / 2 * squeeze, height * scale / 2 * rng.uniform(0.8, 1.1)
        taper = rng.gauss(0, 0.06)
        cx, cy = rng.uniform(half_w, SIDE - half_w) if half_w < SIDE / 2 else SIDE / 2, rng.uniform(half_h + 2, SIDE - half_h - 2)
        corners = []
        for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            u, v = sx * half_w + lean * sy * half_h, sy * half_h * (1 + taper * sx)
            corners.append((cx + u * math.cos(tilt) - v * math.sin(tilt), cy + u * math.sin(tilt) + v * math.cos(tilt)))
        corners = np.float32(corners)
        low, high = corners.min(0), corners.max(0)
        if any(q[:, 0].min() < high[0] and low[0] < q[:, 0].max() and q[:, 1].min() < high[1] and low[1] < q[:, 1].max() for q, _ in quads):
            return
        if scale < 0.8:
            plate = cv2.GaussianBlur(plate, (0, 0), 0.42 / scale)
        plate = spoil(rng, self.noise, plate)
        if rng.random() < 0.6:  # the hollow it sits in, larger than the plate
            grown = (corners - corners.mean(0)) * (1 + rng.uniform(0.05, 0.6), ) + corners.mean(0)
            cv2.fillConvexPoly(canvas, np.int32(grown), rng.uniform(5, 140) if rng.random() < 0.8 else rng.uniform(140, 250), cv2.LINE_AA)
        matrix = cv2.getPerspectiveTransform(np.float32([(0, 0), (width, 0), (width, height), (0, height)]), corners)
        warped = cv2.warpPerspective(plate, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
        mask = cv2.warpPerspective(np.ones_like(plate), matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
        gain = rng.uniform(0.5, 1.1)
        canvas += (warped * gain - canvas) * mask
        keep(quads, ignored, corners, True, (0, 0, SIDE, SIDE))

    def lettering(self, canvas, quads):
        """Shop signs, model names, burnt-in timestamps: text that is no plate."""
        rng = self.rng
        for _ in range(rng.randint(1, 4)):
            size = rng.uniform(6, 36)
            x, y = rng.uniform(0, SIDE), rng.uniform(0, SIDE - size)
            if any(q[:, 1].min() < y + size and y < q[:, 1].max() for q, _ in quads):
                continue  # never over a plate
            if rng.random() < 0.3:
                cv2.rectangle(canvas, (int(x - size * 3), int(y - 3)), (int(x + size * 3), int(y + size + 3)), rng.uniform(0, 255), -1)
            put_word(rng, canvas, self.words, x, y, size, rng.uniform(0, 255), SIDE)
        if rng.random() < 0.25:
            stamp = f'{rng.randint(1, 28):02d}-{rng.randint(1, 12):02d}-20{rng.randint(10, 29)} {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}'
            where = (rng.randint(0, 120), rng.choice([rng.randint(10, 26), SIDE - rng.randint(4, 12)]))
            put_line(canvas, stamp, *where, rng.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_DUPLEX]), rng.uniform(0.4, 1.0), rng.choice([0.0, 255.0, 230.0]), rng.randint(1, 2))

    def exposure(self, canvas):
        rng = self.rng
        if rng.random() < 0.22:
            canvas = cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.4, 1.5))
        elif rng.random() < 0.1:
            canvas = motion(rng, canvas, 7)
        if rng.random() < 0.8:
            canvas, sigma = light(rng, canvas)
            if sigma:
                canvas = canvas + self.noise.standard_normal(canvas.shape, dtype=np.float32) * sigma
        pixels = np.clip(canvas, 0, 255).astype(np.uint8)
        if rng.random() < 0.5:
            pixels = cv2.imdecode(cv2.imencode('.jpg', pixels, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(25, 90)])[1], cv2.IMREAD_GRAYSCALE)
        return pixels


def car(rng, canvas):
    """A crude rear of a car: body, window, lamps, bumper, so that plates sit where plates sit."""
    w, h = rng.randint(120, 330), rng.randint(100, 280)
    x, y = rng.randint(-60, SIDE - 100), rng.randint(-60, SIDE - 80)
    tone = rng.uniform(10, 245)
    cv2.rectangle(canvas, (x, y), (x + w, y + h), tone, -1)
    cv2.rectangle(canvas, (x + w // 8, y + h // 12), (x + w * 7 // 8, y + h * 2 // 5), rng.uniform(5, 120), -1)
    for side in (0, 1):
        lx = x + 2 if side == 0 else x + w - w // 6
        cv2.rectangle(canvas, (lx, y + h // 2), (lx + w // 6 - 2, y + h // 2 + h // 7), rng.uniform(60, 255), -1)
    cv2.rectangle(canvas, (x, y + h * 4 // 5), (x + w, y + h), tone * rng.uniform(0.4, 1.1), -1)
    for i in range(rng.randint(0, 9)):  # a grille
        yy = y + h // 2 + i * max(2, h // 30)
        cv2.line(canvas, (x + w // 5, yy), (x + w * 4 // 5, yy), tone * rng.uniform(0.3, 1.2), 1)


def keep(quads, ignored, quad, true, tile):
    """A plate well inside its tile is learned; a cut or tiny one is ignored; one outside is forgotten."""
    low, high = quad.min(0), quad.max(0)
    seen_low, seen_high = np.maximum(low, tile[:2]), np.minimum(high, tile[2:])
    seen = np.prod(np.maximum(seen_high - seen_low, 0)) / max(1.0, float(np.prod(high - low)))
    if seen <= 0.02:
        return
    if seen < 0.85 or high[0] - low[0] < NARROWEST:
        ignored.append((*seen_low, *seen_high))
    else:
        quads.append((quad, true))


def contact_sheet(path, seed=1, columns=6, rows=4):
    composer = Composer(seed, load_real('valid'))
    started = time.process_time()
    samples = [composer.sample() for _ in range(columns * rows)]
    print(f'{(time.process_time() - started) / len(samples) * 1000:.2f} ms a scene')
    sheet = []
    for image, quads, ignored in samples:
        for quad, true in quads:
            cv2.polylines(image, [np.int32(quad)], True, 255 if true else 128, 1)
        for box in ignored:
            cv2.rectangle(image, (int(box[0]), int(box[1])), (int(box[2]), int(box[3])), 0, 1)
        sheet.append(image)
    cv2.imwrite(path, np.vstack([np.hstack(sheet[r * columns : (r + 1) * columns]) for r in range(rows)]))


if __name__ == '__main__':
    cv2.setNumThreads(1)
    contact_sheet(sys.argv[1])
