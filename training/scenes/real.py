"""The licensed photographs of ../shared/plates/boxes-train (MIT export): images and plate corners for the detector.

Only files named in lists/boxes-train.txt are opened; a test keeps that list apart from every measured set.
"""
import os

import cv2
import numpy as np

SHARED = os.environ.get('GATEHOUSE_SHARED', os.path.join(os.path.dirname(__file__), '..', '..', '..', 'shared'))
LIST = os.path.join(os.path.dirname(__file__), '..', 'lists', 'boxes-train.txt')


def clockwise(quad):
    """Corners from top left, clockwise as seen."""
    centre = quad.mean(0)
    quad = quad[np.argsort(np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0]))]
    tops = [abs(np.arctan2(*(np.roll(quad, -k, 0)[1] - np.roll(quad, -k, 0)[0])[::-1])) for k in range(4)]
    return np.roll(quad, -int(np.argmin(tops)), 0)


def quads_of(path, width, height):
    """[(corners float32 [4, 2] in pixels, true corners?)]; a plain box has its own four corners, marked as not true."""
    out = []
    with open(path, encoding='utf8') as lines:
        for line in lines:
            values = np.array([float(v) for v in line.split()[1:]])
            if len(values) == 4:
                x, y, w, h = values * (width, height, width, height)
                low, high = np.array([x - w / 2, y - h / 2]), np.array([x + w / 2, y + h / 2])
            elif len(values) >= 8:
                points = values.reshape(-1, 2) * (width, height)
                if len(points) == 5 and np.abs(points[0] - points[4]).max() < 1:
                    out.append((clockwise(points[:4].astype(np.float32)), True))
                    continue
                low, high = points.min(0), points.max(0)
            else:
                continue
            out.append((np.float32([low, (high[0], low[1]), high, (low[0], high[1])]), False))
    return out


def load_real(split):
    """[(uint8 grey image, quads)] of 'train' or 'valid', without images whose label covers most of the picture."""
    with open(LIST, encoding='utf8') as names:
        wanted = [n.strip() for n in names if n.startswith(split + '/')]
    scenes = []
    for name in wanted:
        image = cv2.imread(os.path.join(SHARED, 'plates', 'boxes-train', name), cv2.IMREAD_GRAYSCALE)
        height, width = image.shape
        label = os.path.join(SHARED, 'plates', 'boxes-train', name.replace('/images/', '/labels/').rsplit('.', 1)[0] + '.txt')
        quads = quads_of(label, width, height)
        if quads and all(np.ptp(q[:, 0]) < 0.8 * width and np.ptp(q[:, 1]) < 0.8 * height for q, _ in quads):
            scenes.append((image, quads))
    return scenes
