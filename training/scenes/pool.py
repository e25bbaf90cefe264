"""Scenes for the detector's training: composed by worker processes, then zoomed, shifted and photographed in batches on the training device."""
import math

import cv2
import numpy as np
import torch
from torch.nn import functional

from plates import darkroom
from plates.darkroom import uniform

from .compose import NARROWEST, SIDE, Composer
from .real import load_real

MOST = 10  # plates, and as many ignored boxes
NUMBERS = MOST * 9 + MOST * 4


def maker(sample):
    def draw():
        while True:
            canvas, quads, ignored = sample()
            if len(quads) <= MOST and len(ignored) <= MOST:
                return np.clip(canvas, 0, 255).astype(np.uint8), numbers_of(quads, ignored)

    return draw


def scene_maker(seed):
    """Scenes as the eye sees them, to be photographed in batches."""
    cv2.setNumThreads(1)
    return maker(Composer(seed, load_real('train')).scene)


def picture_maker(seed):
    """Finished pictures, photographed one by one: cheaper on a CPU."""
    cv2.setNumThreads(1)
    return maker(Composer(seed, load_real('train')).sample)


def numbers_of(quads, ignored):
    """Per plate its corners and a trust (1 true corners, 0.5 a box only, 0 none), then the ignored boxes."""
    out = np.zeros(NUMBERS, np.float32)
    for i, (quad, true) in enumerate(quads):
        out[9 * i : 9 * i + 8], out[9 * i + 8] = quad.reshape(8), 1.0 if true else 0.5
    for i, box in enumerate(ignored):
        out[9 * MOST + 4 * i : 9 * MOST + 4 * i + 4] = box
    return out


def photographed(pictures, numbers):
    """Zoomed, shifted, exposed: float [N, 1, SIDE, SIDE] in 0…1, and where the plates are (see places)."""
    n, device = len(numbers), pictures.device
    # out = zoom * (in - middle) + middle + shift; a zoomed-out scene repeats its edge
    zoom = torch.exp(torch.where(torch.rand(n) < 0.6, uniform(n, -0.4, 0.45), torch.zeros(n)))
    room = ((zoom - 1) * SIDE / 2).clamp(min=0)
    shift = torch.stack([uniform(n, -1, 1) * room, uniform(n, -1, 1) * room], 1).round()
    grid = torch.zeros((n, 2, 3))
    grid[:, 0, 0] = grid[:, 1, 1] = 1 / zoom
    grid[:, :, 2] = -shift / zoom[:, None] / (SIDE / 2)
    spots = functional.affine_grid(grid, (n, 1, SIDE, SIDE), align_corners=False).to(device)
    images = darkroom.blurred(pictures.float(), darkroom.column(torch.where(zoom < 0.9, 0.4 / zoom, torch.zeros(n)), pictures))
    images = functional.grid_sample(images[:, None], spots, mode='bilinear', padding_mode='border', align_corners=False)[:, 0]
    images = darkroom.photographed(images, darkroom.Draws(darkroom.shooting(torch.full((n,), 18.0), 0.22, 0.08, 0.5), device))
    return (images / 255)[:, None], places(numbers, zoom, shift)


def finished(pictures, numbers):
    return pictures[:, None].float() / 255, places(numbers, torch.ones(len(numbers)), torch.zeros((len(numbers), 2)))


def places(numbers, zoom, shift):
    """Plates [N, MOST, 4, 2] with their trust [N, MOST], and boxes to ignore [N, 2 * MOST, 4]; cut or tiny plates are ignored, as compose.keep does."""
    n = len(numbers)
    plates = numbers[:, : 9 * MOST].reshape(n, MOST, 9)
    trust = plates[..., 8]
    at = lambda points: (points - SIDE / 2) * zoom.reshape(-1, 1, 1, 1) + SIDE / 2 + shift.reshape(n, 1, 1, 2)
    quads = at(plates[..., :8].reshape(n, MOST, 4, 2))
    boxes = at(numbers[:, 9 * MOST :].reshape(n, MOST, 2, 2)).reshape(n, MOST, 4)
    known = (numbers[:, 9 * MOST :].reshape(n, MOST, 4) != 0).any(2)
    low, high = quads.amin(2), quads.amax(2)
    seen = (high.clamp(0, SIDE) - low.clamp(0, SIDE)).prod(2) / (high - low).prod(2).clamp(min=1)
    lost = (trust > 0) & ((seen < 0.85) | (high[..., 0] - low[..., 0] < NARROWEST))
    nowhere = torch.full((1,), -99.0)
    cut = torch.where((lost & (seen > 0.02))[..., None], torch.cat([low, high], 2), nowhere)
    return quads, torch.where(lost, torch.zeros(()), trust), torch.cat([torch.where(known[..., None], boxes, nowhere), cut], 1)


def targets(quads, trust, ignored, stride):
    """positive [N, c, c] bool, weight of the background, corner pixels [N, 8, c, c], plate size [N, 2, c, c], trust [N, c, c]; on the quads' device."""
    n, cells, device = len(quads), SIDE // stride, quads.device
    at = torch.arange(cells, device=device) * stride + stride / 2
    y, x = at[None, :, None], at[None, None]
    positive = torch.zeros((n, cells, cells), dtype=torch.bool, device=device)
    background = torch.ones((n, cells, cells), device=device)
    corners, size, weight = torch.zeros((n, 8, cells, cells), device=device), torch.ones((n, 2, cells, cells), device=device), torch.zeros((n, cells, cells), device=device)
    of = lambda values: values[:, None, None]
    for box in ignored.unbind(1):
        inside = (x > of(box[:, 0]) - 4) & (x < of(box[:, 2]) + 4) & (y > of(box[:, 1]) - 4) & (y < of(box[:, 3]) + 4)
        background = background * ~inside
    for k in (trust > 0).any(0).nonzero()[:, 0].tolist():
        quad, sure = quads[:, k], trust[:, k]
        there = of(sure > 0)
        centre = quad.mean(1)
        width, height = (quad[:, 1] - quad[:, 0]).norm(dim=1).clamp(min=4), (quad[:, 3] - quad[:, 0]).norm(dim=1).clamp(min=3)
        along, down = (quad[:, 1] - quad[:, 0]) / width[:, None], (quad[:, 3] - quad[:, 0]) / height[:, None]
        u = ((x - of(centre[:, 0])) * of(along[:, 0]) + (y - of(centre[:, 1])) * of(along[:, 1])).abs()
        v = ((x - of(centre[:, 0])) * of(down[:, 0]) + (y - of(centre[:, 1])) * of(down[:, 1])).abs()
        background = background * ~((u < of(width) * 0.5) & (v < of(height) * 0.55) & there)  # the plate's own rim decides nothing
        near = (u < (of(width) * 0.14).clamp(min=stride * 0.55)) & (v < (of(height) * 0.24).clamp(min=stride * 0.55))
        own = ((x - of(centre[:, 0])).abs() <= stride / 2) & ((y - of(centre[:, 1])).abs() <= stride / 2)
        near = (near | own) & there
        positive = positive | near
        corners = torch.where(near[:, None], quad.reshape(n, 8, 1, 1), corners)
        size = torch.where(near[:, None], torch.stack([width, height], 1)[:, :, None, None], size)
        weight = torch.where(near, of(sure) * (5 * (8 / stride) ** 2 / near.sum((1, 2)).clamp(min=1)).clamp(max=1.5)[:, None, None], weight)
    return positive, background, corners, size, weight
