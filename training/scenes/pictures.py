"""Whole pictures with one rendered plate each, as a lane's camera takes them: what the box's confidence is fitted and measured on.

    python3 -m scenes.pictures FOLDER --count 5000 --seed 91000 [--take 1] [--part 0/2]

writes FOLDER/images/*.jpg and FOLDER/labels.tsv, the form `gatehouse evaluate` reads. Picture number n is the same whatever the count
and the part; a group of 250 that is there already is not drawn again. Take 1 shows the plates of take 0 (the same seed) once more, as another
camera sees them on another day: other ground, pose, dirt and light. No photograph is used: those of boxes-train show plates nobody labelled.
"""
import argparse
import math
import os
import random

import cv2
import numpy as np

from plates.fonts import GLYPH_HEIGHT, build_fonts, build_words
from plates.grammar import WORDS
from plates.layouts import draw_plate, put_word
from plates.weather import camera, spoil

from .compose import SIDE, Composer, car

SIZES = [(640, 480), (800, 600), (960, 720), (1024, 576), (1280, 720), (1280, 960)]
NARROWEST, WIDEST = 0.07, 0.34  # plate in shares of the picture's width: 45…220 px of the 640 the detector sees
FONTS_OF = 250  # pictures drawn with one build of the fonts


class Photographer:
    """Fonts, words and grounds of one seed and one group of pictures."""

    def __init__(self, seed):
        self.fonts, self.words = build_fonts(seed, 14), build_words(seed + 1, WORDS)
        self.composer = Composer(seed + 2, [])

    def picture(self, seed, take=0):
        """(uint8 grey, text, box x y w h)"""
        rng, noise, canvas = self.empty(seed)
        plate = draw_plate(rng, self.fonts, self.words)
        if take > 0:
            rng, noise, canvas = self.empty(f'{seed} take {take}')
        height, width = canvas.shape
        corners = placed(rng, plate, width, height)
        shrink = np.linalg.norm(corners[3] - corners[0]) / plate.image.shape[0]
        self.put_plate(rng, noise, canvas, plate.image, corners, shrink)
        low, high = corners.min(0), corners.max(0)
        return camera(rng, noise, canvas, GLYPH_HEIGHT * shrink), plate.text, (*low, *(high - low))

    def empty(self, seed):
        """Both generators of a seed, and the picture before its plate is in it."""
        rng = random.Random(seed)
        noise = np.random.default_rng(seed if isinstance(seed, int) else rng.getrandbits(64))
        self.composer.rng, self.composer.noise = rng, noise
        return rng, noise, self.ground(rng, *rng.choice(SIZES))

    def ground(self, rng, width, height):
        """Own drawing of a yard and the rear of a car, enlarged; lettering at full sharpness, as signs have."""
        small = self.composer.background()
        if rng.random() < 0.85:
            car(rng, small)
        canvas = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
        for _ in range(rng.choice([0, 0, 1, 2, 3])):
            size = rng.uniform(8, 0.07 * height)
            put_word(rng, canvas, self.words, rng.uniform(0, width), rng.uniform(0, height - size), size, rng.uniform(0, 255), width)
        if rng.random() < 0.2:
            stamp = f'20{rng.randint(10, 29)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d} {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}'
            where = (rng.randint(4, width // 2), rng.choice([24, height - 10]))
            cv2.putText(canvas, stamp, where, cv2.FONT_HERSHEY_SIMPLEX, rng.uniform(0.5, 0.9), rng.choice([0.0, 255.0]), 2, cv2.LINE_AA)
        return canvas

    def put_plate(self, rng, noise, canvas, image, corners, shrink):
        height, width = image.shape
        if shrink < 0.8:
            image = cv2.GaussianBlur(image, (0, 0), 0.42 / shrink)
        image = spoil(rng, noise, image)
        if rng.random() < 0.7:  # the hollow it sits in, or the holder around it
            grown = (corners - corners.mean(0)) * (1 + rng.uniform(0.04, 0.5)) + corners.mean(0)
            cv2.fillConvexPoly(canvas, np.int32(grown), rng.uniform(5, 140) if rng.random() < 0.8 else rng.uniform(140, 250), cv2.LINE_AA)
        matrix = cv2.getPerspectiveTransform(np.float32([(0, 0), (width, 0), (width, height), (0, height)]), corners)
        size = (canvas.shape[1], canvas.shape[0])
        warped = cv2.warpPerspective(image, matrix, size, flags=cv2.INTER_LINEAR)
        mask = cv2.warpPerspective(np.ones_like(image), matrix, size, flags=cv2.INTER_LINEAR)
        canvas += (warped * rng.uniform(0.6, 1.1) - canvas) * mask


def placed(rng, plate, width, height):
    """Corners of the plate in the picture, clockwise from top left: turned, leaning, seen from the side and from above."""
    plate_height, plate_width = plate.image.shape
    wanted = width * math.exp(rng.uniform(math.log(NARROWEST), math.log(WIDEST)))
    if plate.rows == 2:
        wanted *= 0.6
    squeeze, tilt, lean, taper = rng.uniform(0.75, 1.03), math.radians(rng.gauss(0, 4)), rng.gauss(0, 0.08), rng.gauss(0, 0.04)
    half_w, half_h = wanted / 2 * squeeze, wanted / plate_width * plate_height / 2 * rng.uniform(0.85, 1.08)
    cx, cy = rng.uniform(half_w * 1.15, width - half_w * 1.15), rng.uniform(height * 0.3, height - half_h * 1.5 - 2)
    corners = []
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        u, v = sx * half_w + lean * sy * half_h, sy * half_h * (1 + taper * sx)
        corners.append((cx + u * math.cos(tilt) - v * math.sin(tilt), cy + u * math.sin(tilt) + v * math.cos(tilt)))
    return np.float32(corners)


def lines_of(path):
    with open(path, encoding='utf8') as file:
        return file.read().splitlines()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder')
    parser.add_argument('--count', type=int, default=5000)
    parser.add_argument('--seed', type=int, required=True)
    parser.add_argument('--take', type=int, default=0, help='0, or which further look at the same plates')
    parser.add_argument('--part', default='0/1', help='which share of the pictures this process draws')
    args = parser.parse_args()
    part, parts = (int(n) for n in args.part.split('/'))
    cv2.setNumThreads(1)
    images = os.path.join(args.folder, 'images')
    os.makedirs(images, exist_ok=True)
    groups = range(-(-args.count // FONTS_OF))
    for group in groups[part::parts]:
        draw_group(args, group, images)
    lists = [list_of(args.folder, group) for group in groups]
    if all(os.path.exists(path) for path in lists):
        lines = [line for path in lists for line in lines_of(path)]
        write_lines(os.path.join(args.folder, 'labels.tsv'), ['file\tx\ty\tw\th\ttext', *lines[: args.count]])


def list_of(folder, group):
    """Where the labels of a group are; they are written when all its pictures are."""
    return os.path.join(folder, 'labels', f'{group:03d}.tsv')


def draw_group(args, group, images):
    path = list_of(args.folder, group)
    if os.path.exists(path):
        return
    photographer = Photographer(args.seed + 10 * group)
    rows = []
    for number in range(group * FONTS_OF, (group + 1) * FONTS_OF):
        pixels, text, box = photographer.picture(args.seed * 1000 + number, args.take)
        name = f'{number:05d}.jpg'
        cv2.imwrite(os.path.join(images, name), pixels, [cv2.IMWRITE_JPEG_QUALITY, 92])
        rows.append('\t'.join([name, *(str(int(v)) for v in box), text]))
    write_lines(path, rows)


def write_lines(path, lines):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + '.part', 'w', encoding='utf8') as file:
        file.write('\n'.join(lines) + '\n')
    os.replace(path + '.part', path)


if __name__ == '__main__':
    main()
