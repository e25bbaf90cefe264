"""Plates for the reader's training: drawn flat by worker processes, then posed, spoiled and photographed in batches on the training device.

A record is a canvas (plate and what surrounds it, about a third smaller than drawn) and its numbers: where the plate and each
character are. The same record gives another crop every time it is taken.
"""
import random

import cv2
import numpy as np
import torch
from torch.nn import functional

from . import darkroom
from .crops import CUT_OVERLAP, HEIGHT, PAD, WIDTH, Renderer
from .darkroom import resizing, uniform
from .fonts import ALPHABET, GLYPH_HEIGHT, stroke_font
from .grammar import WEIGHTS
from .skeletons import FAMILIES

STYLES = list(WEIGHTS)
CANVAS = (176, 392)
SMALLER = 2 / 3
MOST = 12  # characters
NOTHING = 0.02  # share of records without a plate
HARD = 0.3      # share with more look-alikes than their country issues
IGNORE = -100
FIELDS = 11  # before the characters: letter height, left, top, right, bottom, ink (4), rows, style
NUMBERS = FIELDS + 3 * MOST
PART = 160  # pictures photographed at one size


def caster(seed):
    """A renderer, and what casts one of its fonts anew at about every 64th call."""
    cv2.setNumThreads(1)
    renderer, casting = Renderer(seed, nothing=NOTHING, hard=HARD), random.Random(seed + 9)

    def cast():
        if casting.random() < 1 / 64:
            family = casting.choice(list(FAMILIES))
            renderer.fonts[family][casting.randrange(len(renderer.fonts[family]))] = stroke_font(family, casting)

    return renderer, cast


def plate_maker(seed):
    """Flat plates, to be photographed in batches."""
    renderer, cast = caster(seed)

    def draw():
        cast()
        return record(*renderer.plate())

    return draw


def crop_maker(seed):
    """Finished crops, photographed one by one by plates/weather.py: on a CPU four times cheaper than in batches."""
    renderer, cast = caster(seed)

    def draw():
        cast()
        image, text, country, along = renderer.sample()
        numbers = np.zeros(NUMBERS, np.float32)
        numbers[9], numbers[10] = 1, STYLES.index(country) if text else IGNORE
        numbers[FIELDS : FIELDS + len(text)] = along
        numbers[FIELDS + 2 * MOST : FIELDS + 2 * MOST + len(text)] = [1 + ALPHABET.index(c) for c in text]
        return image, numbers

    return draw


def record(plate, canvas):
    height, width = canvas.shape
    scale = min(SMALLER, CANVAS[0] / height, CANVAS[1] / width)
    size = int(width * scale), int(height * scale)
    across, down = size[0] / width, size[1] / height
    small = cv2.resize(np.clip(canvas, 0, 255).astype(np.uint8), size, interpolation=cv2.INTER_AREA)
    picture = cv2.copyMakeBorder(small, 0, CANVAS[0] - size[1], 0, CANVAS[1] - size[0], cv2.BORDER_REPLICATE)
    numbers = np.zeros(NUMBERS, np.float32)
    turned = np.float32([across, down, across, down])
    tall, wide = plate.image.shape
    numbers[0] = GLYPH_HEIGHT * down
    numbers[1:5] = np.float32([PAD, PAD, PAD + wide, PAD + tall]) * turned
    numbers[5:9] = (np.float32(plate.ink) + PAD) * turned
    numbers[9], numbers[10] = plate.rows, STYLES.index(plate.country) if plate.text else IGNORE
    for i, (x, y, row) in enumerate(plate.centres):
        numbers[FIELDS + i], numbers[FIELDS + MOST + i] = (x + PAD) * across, (y + PAD) * down
        numbers[FIELDS + 2 * MOST + i] = 1 + ALPHABET.index(plate.text[i]) + 100 * row
    return picture, numbers


def edges(n):
    """Edges of the crops in canvas pixels [N, 4], and which are tight; the shares of crops.edges, with a twentieth far too loose."""
    count = len(n)
    letter, plate, ink = n[:, 0], n[:, 1:5], n[:, 5:9]
    size = torch.stack([plate[:, 2] - plate[:, 0], plate[:, 3] - plate[:, 1]], 1)
    kind = torch.rand(count)
    around, tight = kind < 0.12, (kind >= 0.12) & (kind < 0.38)
    high = torch.where(tight, torch.full((count,), 0.03), torch.where(kind > 0.95, torch.full((count,), 0.26), torch.full((count,), 0.15)))
    tall = high * torch.where(torch.rand(count) < 0.8, 1.4, 2.4)
    out = lambda most: -0.03 + torch.rand(count) * (most + 0.03)
    sign = torch.tensor([-1.0, -1.0, 1.0, 1.0])
    loose = plate + sign * torch.stack([out(high) * size[:, 0], out(tall) * size[:, 1], out(high) * size[:, 0], out(tall) * size[:, 1]], 1)
    least = ink + sign * 2 * (letter / GLYPH_HEIGHT)[:, None]
    loose = torch.cat([torch.minimum(loose[:, :2], least[:, :2]), torch.maximum(loose[:, 2:], least[:, 2:])], 1)
    close = ink + sign * torch.rand((count, 4)) * 0.29 * letter[:, None]
    found = torch.where(around[:, None], close, loose)
    pad = (PAD - 2) * (letter / GLYPH_HEIGHT)[:, None]
    found = torch.cat([torch.maximum(found[:, :2], plate[:, :2] - pad), torch.minimum(found[:, 2:], plate[:, 2:] + pad)], 1)
    return found, around | tight


def poses(n):
    """Corners of the crops on their canvases, clockwise from top left, [N, 4, 2]; as crops.pose, and with the noise of a detector's corners."""
    found, tight = edges(n)
    count = len(n)
    centre = torch.stack([(found[:, 0] + found[:, 2]) / 2, (found[:, 1] + found[:, 3]) / 2], 1)
    half_width, half_height = (found[:, 2] - found[:, 0]) / 2, (found[:, 3] - found[:, 1]) / 2
    angle = torch.deg2rad((torch.randn(count) * torch.where(torch.rand(count) < 0.75, 2.0, 5.0)).clamp(-12, 12))
    shear = torch.randn(count) * torch.where(torch.rand(count) < 0.8, 0.07, 0.16)
    taper_x, taper_y = torch.randn(count) * 0.035, torch.randn(count) * 0.03
    grow = torch.where(tight, 1.0, 0.55)
    half_width = half_width + shear.abs() * half_height * grow
    half_height = half_height + angle.sin().abs() * half_width * grow
    corners = []
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        u = sx * half_width * (1 + taper_x * sy) + shear * sy * half_height
        v = sy * half_height * (1 + taper_y * sx)
        corners.append(centre + torch.stack([u * angle.cos() - v * angle.sin(), u * angle.sin() + v * angle.cos()], 1))
    corners = torch.stack(corners, 1)
    shaken = torch.randn(corners.shape) * torch.stack([half_width * 0.012, half_height * 0.05], 1)[:, None]
    return corners + shaken * (torch.rand(count) < 0.35)[:, None, None]


def onto(corners):
    """The projective maps of the unit square onto quadrilaterals [N, 4, 2] -> [N, 3, 3] (Heckbert 1989, 2.2.3)."""
    p0, p1, p2, p3 = corners.unbind(1)
    s, a, b = p0 - p1 + p2 - p3, p1 - p2, p3 - p2
    area = a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]
    g, h = (s[:, 0] * b[:, 1] - b[:, 0] * s[:, 1]) / area, (a[:, 0] * s[:, 1] - s[:, 0] * a[:, 1]) / area
    rows = [torch.stack([p1[:, k] - p0[:, k] + g * p1[:, k], p3[:, k] - p0[:, k] + h * p3[:, k], p0[:, k]], 1) for k in (0, 1)]
    return torch.stack([*rows, torch.stack([g, h, torch.ones_like(g)], 1)], 1)


def sampled(canvases, maps, width, height, finer):
    """uint8 canvases [N, H, W] through the maps -> float [N, height, width]; `finer` samples a pixel along each axis."""
    device = canvases.device
    v, u = torch.meshgrid((torch.arange(height * finer, device=device) + 0.5) / (height * finer), (torch.arange(width * finer, device=device) + 0.5) / (width * finer), indexing='ij')
    spots = torch.stack([u, v, torch.ones_like(u)], -1).reshape(1, -1, 3) @ maps.transpose(1, 2)
    size = torch.tensor([canvases.shape[2], canvases.shape[1]], device=device)
    grid = (spots[..., :2] / spots[..., 2:] / size * 2 - 1).reshape(-1, height * finer, width * finer, 2)
    fine = functional.grid_sample(canvases[:, None].float(), grid, mode='bilinear', padding_mode='border', align_corners=False)
    return (functional.avg_pool2d(fine, finer) if finer > 1 else fine)[:, 0]


def fitted(images, rows):
    """As reader_input: one row as it is; two cut at the middle and laid side by side. [N, 48, 160]"""
    device, (height, width) = images.device, images.shape[1:]
    if rows == 1:
        return resizing(HEIGHT, height, device=device) @ images @ resizing(WIDTH, width, device=device).T
    half, extra = height / 2, height * CUT_OVERLAP
    narrow = images @ resizing(WIDTH // 2, width, device=device).T
    return torch.cat([resizing(HEIGHT, height, 0, half + extra, device) @ narrow, resizing(HEIGHT, height, half - extra, height, device) @ narrow], 2)


def parts(rows, wide, high):
    """Indices of pictures that are photographed at one size: alike in rows, shape and height."""
    two, one = (rows == 2).nonzero()[:, 0], (rows == 1).nonzero()[:, 0]
    by_shape = one[(wide / high)[one].argsort()].tensor_split(max(1, len(one) // (4 * PART)))
    groups = []
    for group in (two, *by_shape):
        groups += [part for part in group[high[group].argsort()].tensor_split(-(-len(group) // PART)) if len(part)] if len(group) else []
    return groups


def photographed(canvases, numbers):
    """Crops float [N, 48, 160] in 0…1 on the canvases' device, x of each character in the crop [N, MOST]."""
    if canvases.shape[1:] == (HEIGHT, WIDTH):  # finished already
        return canvases.float() / 255, numbers[:, FIELDS : FIELDS + MOST]
    n, device = numbers, canvases.device
    corners = poses(n)
    maps = onto(corners)
    width = (corners[:, 1] - corners[:, 0]).norm(dim=1)
    height = (corners[:, 3] - corners[:, 0]).norm(dim=1)
    letter = torch.exp(torch.randn(len(n)) * 0.45 + 2.833).clamp(8, 40)  # log-normal around 17 pixels
    high = (letter / n[:, 0] * height).clamp(min=10)
    wide = (width / height * high * uniform(len(n), 0.75, 1.1)).clamp(24, 320)
    groups = parts(n[:, 9], wide, high)
    sizes = [(int(wide[part].mean()), int(high[part].mean())) for part in groups]
    for part, size in zip(groups, sizes):
        letter[part] = n[part, 0] * size[1] / height[part]
    draws = darkroom.Draws({**darkroom.spoiling(len(n)), **darkroom.shooting(letter)}, device)
    out = torch.empty((len(n), HEIGHT, WIDTH), device=device)
    on_device = torch.cat(groups).to(device).split([len(part) for part in groups])
    maps_there = maps.to(device)
    for part, where, size in zip(groups, on_device, sizes):
        finer = max(1, min(4, int(round(float((height[part] / size[1]).mean())))))
        own = draws.part(where)
        seen = darkroom.spoiled(sampled(canvases[where], maps_there[where], *size, finer), own)
        out[where] = fitted(darkroom.photographed(seen, own), int(n[part[0], 9]))
    out = out.round().clamp_(0, 255).div_(255)
    spots = torch.stack([n[:, FIELDS : FIELDS + MOST], n[:, FIELDS + MOST : FIELDS + 2 * MOST], torch.ones((len(n), MOST))], 2)
    back = spots @ torch.linalg.inv(maps).transpose(1, 2)
    along = back[..., 0] / back[..., 2] * WIDTH
    row = (n[:, FIELDS + 2 * MOST :] >= 100).float()
    return out, torch.where(n[:, 9:10] == 2, along / 2 + WIDTH / 2 * row, along)


def targets(numbers, along, columns):
    """codes [N, MOST] (0 after the end), lengths [N], class of each column [N, columns], styles [N]"""
    codes = (numbers[:, FIELDS + 2 * MOST :] % 100).long()
    at = (along * columns / WIDTH).long().clamp(0, columns - 1)
    beyond = torch.where(codes > 0, at, columns)
    classes = torch.zeros((len(numbers), columns + 1), dtype=torch.long)
    for step in (-1, 1):
        classes.scatter_(1, torch.where(codes > 0, (at + step).clamp(0, columns - 1), columns), IGNORE)
    classes.scatter_(1, beyond, codes)
    return codes, (codes > 0).sum(1), classes[:, :columns].contiguous(), numbers[:, 10].long()


def contact_sheet(path, seed=1, columns=8, rows=16):
    """The same plate several times in a line."""
    draw = plate_maker(seed)
    made = [draw() for _ in range(rows)]
    pictures = torch.from_numpy(np.stack([p for p, _ in made for _ in range(columns)]))
    numbers = torch.from_numpy(np.stack([m for _, m in made for _ in range(columns)]))
    torch.manual_seed(seed)
    shots, along = photographed(pictures, numbers)
    shots = (shots * 255).byte().numpy()
    for shot, spots, count in zip(shots, along.numpy(), targets(numbers, along, 40)[1]):
        for x in spots[:count]:
            shot[-3:, max(0, min(WIDTH - 1, int(x)))] = 255
    cv2.imwrite(path, np.vstack([np.hstack(shots[r * columns : (r + 1) * columns]) for r in range(rows)]))


if __name__ == '__main__':
    import sys

    contact_sheet(sys.argv[1])
