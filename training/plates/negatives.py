"""What a detector takes for a plate and is none: grilles, lamps, tiles, leaves. The reader learns to say nothing to them."""
import cv2
import numpy as np

from .fonts import GLYPH_HEIGHT as H
from .layouts import Plate, blob
from .weather import field


def draw_nothing(rng, noise):
    """A Plate without a character."""
    height, width = int(rng.uniform(1.3, 3.2) * H), int(rng.uniform(3.5, 7.2) * H)
    image = np.full((height, width), rng.uniform(20, 230), np.float32)
    if rng.random() < 0.6:
        image += field(noise, image.shape, rng.randint(2, 24), rng.randint(3, 60)) * rng.uniform(5, 50)
    kind = rng.randrange(4)
    if kind == 0:  # slats
        step, upright = rng.randint(6, 30), rng.random() < 0.5
        for at in range(rng.randint(0, step), width if upright else height, step):
            first, last = ((at, 0), (at, height)) if upright else ((0, at), (width, at))
            cv2.line(image, first, last, rng.uniform(0, 255), rng.randint(2, max(3, step // 2)), cv2.LINE_AA)
    elif kind == 1:  # lamps, badges
        for _ in range(rng.randint(1, 5)):
            blob(rng, image, rng.uniform(-0.1, 0.9) * width, rng.uniform(-0.1, 0.7) * height, rng.uniform(0.3, 2) * H, rng.uniform(0.3, 1.5) * H, rng.uniform(0, 255))
    else:  # panels
        for _ in range(rng.randint(1, 7)):
            x, y = rng.randint(-20, width), rng.randint(-20, height)
            cv2.rectangle(image, (x, y), (x + rng.randint(8, width), y + rng.randint(4, height)), rng.uniform(0, 255), -1 if rng.random() < 0.6 else rng.randint(1, 5))
    return Plate(image.clip(0, 255), '', 'anything', 1, (0.3 * width, 0.3 * height, 0.7 * width, 0.7 * height), [])
