"""Many small pictures photographed at once: blur, light, dirt, noise, JPEG and resizing of a batch [N, H, W], 0…255, on any device.

The batched counterpart of weather.py. Every filter along an axis is a matrix, so a batch with a kernel each is one product.
Chances and amounts are drawn per picture on the CPU, from torch's own generator.
"""
import math

import torch
from torch.nn import functional


def uniform(count, low, high):
    return torch.rand(count) * (high - low) + low


def chance(count, share):
    return (torch.rand(count) < share).float()


def pick(count, choices):
    return torch.tensor(choices, dtype=torch.float32)[torch.randint(len(choices), (count,))]


class Draws:
    """Named random amounts, one a picture: drawn on the CPU for a whole batch, sent to the device at once, handed out by part."""

    def __init__(self, amounts, device):
        self.names = list(amounts)
        self.table = torch.stack(list(amounts.values()), 1).to(device, non_blocking=True)

    def part(self, index):
        chosen = Draws.__new__(Draws)
        chosen.names, chosen.table = self.names, self.table[index]
        return chosen

    def __getitem__(self, name):
        """[N, 1, 1]"""
        return self.table[:, self.names.index(name), None, None]


def column(values, like):
    """[N] -> [N, 1, 1] on the pictures' device."""
    return values.to(like.device, non_blocking=True)[:, None, None]


def distances(size, device):
    at = torch.arange(size, device=device, dtype=torch.float32)
    return (at[:, None] - at[None]).abs()


def bell(sigma, size, device):
    """Gaussian blur of deviation sigma [N] as matrices [N, size, size]; 0 blurs nothing."""
    width = sigma.reshape(-1, 1, 1).clamp(min=1e-2)
    weights = torch.exp(-0.5 * (distances(size, device)[None] / width) ** 2)
    return weights / weights.sum(2, keepdim=True)


def smear(length, size, device):
    """Motion over `length` pixels [N] as matrices."""
    half = length.reshape(-1, 1, 1) / 2
    weights = (half + 0.5 - distances(size, device)[None]).clamp(0, 1)
    return weights / weights.sum(2, keepdim=True)


def blurred(images, sigma):
    rows, columns = images.shape[1:]
    return bell(sigma, rows, images.device) @ images @ bell(sigma, columns, images.device).transpose(1, 2)


def moved(images, along, down):
    rows, columns = images.shape[1:]
    return smear(down, rows, images.device) @ images @ smear(along, columns, images.device).transpose(1, 2)


def resizing(wanted, size, first=0.0, last=None, device='cpu'):
    """Matrix [wanted, size] that brings rows first…last to `wanted` rows: areas where it shrinks, straight lines where it grows."""
    last = size if last is None else last
    step = (last - first) / wanted
    at = torch.arange(size, device=device, dtype=torch.float32)[None]
    if step > 1:
        low = first + torch.arange(wanted, device=device, dtype=torch.float32)[:, None] * step
        weights = (torch.minimum(low + step, at + 1) - torch.maximum(low, at)).clamp(min=0)
    else:
        middle = (first + (torch.arange(wanted, device=device, dtype=torch.float32)[:, None] + 0.5) * step - 0.5).clamp(0, size - 1)
        weights = (1 - (middle - at).abs()).clamp(min=0)
    return weights / weights.sum(1, keepdim=True)


def surface(images, rows, columns):
    """Smooth random surfaces, about N(0, 1)."""
    coarse = torch.randn((images.shape[0], 1, rows, columns), device=images.device)
    return functional.interpolate(coarse, size=images.shape[1:], mode='bicubic', align_corners=False)[:, 0]


def place(images):
    rows, columns = images.shape[1:]
    y = torch.arange(rows, device=images.device, dtype=torch.float32)[None, :, None]
    return y, torch.arange(columns, device=images.device, dtype=torch.float32)[None, None]


def spoiling(n):
    """Amounts for `spoiled`."""
    upright = chance(n, 0.5)
    return {
        'dirtLeast': uniform(n, 0.4, 1.3), 'dirt': chance(n, 0.22) * uniform(n, 0.3, 0.85), 'dirtTone': uniform(n, 30, 170),
        'upright': upright, 'slope': torch.where(upright > 0, uniform(n, -2, 2), uniform(n, -0.2, 0.2)), 'edgeAcross': uniform(n, -0.2, 1.2), 'edgeDown': uniform(n, 0.05, 0.95),
        'edgeWidth': uniform(n, 0.5, 6), 'shadow': uniform(n, 0.25, 0.7) * chance(n, 0.22),
        'glareSize': uniform(n, 0.1, 0.4), 'glareX': uniform(n, 0, 1), 'glareY': uniform(n, -0.2, 0.8), 'glare': uniform(n, 40, 130) * chance(n, 0.12),
        'uneven': uniform(n, 0.03, 0.15) * chance(n, 0.2),
    }


def spoiled(images, draws):
    """Dirt, shadow, glare and uneven light on the object itself."""
    rows, columns = images.shape[1:]
    y, x = place(images)
    grain = int(torch.randint(3, 7, (1,))), int(torch.randint(6, 15, (1,)))
    patch = (surface(images, *grain) - draws['dirtLeast']).clamp(0, 1) * draws['dirt']
    images = images + (draws['dirtTone'] - images) * patch
    across = x - columns * draws['edgeAcross'] + draws['slope'] * (y - rows / 2)
    down = y - rows * draws['edgeDown'] + draws['slope'] * (x - columns / 2)
    soft = (torch.where(draws['upright'] > 0, across, down) / draws['edgeWidth'] + 0.5).clamp(0, 1)
    images = images * (1 - soft * draws['shadow'])
    size = draws['glareSize'] * columns
    spot = torch.exp(-((x - columns * draws['glareX']) ** 2 + (y - rows * draws['glareY']) ** 2) / (2 * size * size))
    images = images + spot * draws['glare']
    return images * (1 + surface(images, 2, 3) * draws['uneven'])


def exposure(n):
    """Day, night, infra-red with bloom, gamma; and the noise that suits each."""
    kind = torch.rand(n)
    night, infrared, gamma = kind < 0.14, (kind >= 0.14) & (kind < 0.32), (kind >= 0.32) & (kind < 0.44)
    contrast = torch.where(torch.rand(n) < 0.5, uniform(n, 0.3, 1.1), uniform(n, 0.7, 1.15))
    gain = torch.where(night, uniform(n, 0.2, 0.5), torch.where(infrared, uniform(n, 1.05, 1.4), torch.where(gamma, torch.ones(n), contrast)))
    lift = torch.where(night, uniform(n, 0, 35), torch.where(infrared, uniform(n, -20, 25), torch.where(gamma, torch.zeros(n), 128 - 128 * contrast + uniform(n, -60, 40))))
    day = pick(n, [0, 1, 2, 4, 7, 11]) * gain.clamp(max=1)
    noise = torch.where(night, pick(n, [0, 1, 2, 3]) * (gain * 4).clamp(max=1), torch.where(infrared | gamma, pick(n, [0, 2, 4]), day))
    return {'gain': gain, 'lift': lift, 'curved': gamma.float(), 'curve': torch.where(gamma, uniform(n, 0.5, 2.2), torch.ones(n)),
            'bloom': uniform(n, 0.2, 0.7) * infrared, 'bloomSize': uniform(n, 1, 4), 'noise': noise}


def shooting(letter, blur_share=0.28, motion_share=0.14, jpeg_share=0.6, worst=20, best=90):
    """Amounts for `photographed`. `letter`: pixels of a character's height, [N]; blur goes with it."""
    n = len(letter)
    kind, level, one = torch.rand(n), torch.rand(n), torch.ones(n)
    length = torch.where((kind >= blur_share) & (kind < blur_share + motion_share), 1 + torch.rand(n) * (letter / 3.6 - 1).clamp(min=1), one)
    return {
        'blur': torch.where(kind < blur_share, uniform(n, 0.35, 1.35) * letter / 18 + 0.15, torch.zeros(n)),
        'along': torch.where(level < 0.8, length, one), 'down': torch.where(level > 0.65, length, one),
        **exposure(n), 'sharpen': 0.8 * chance(n, 0.22), 'jpeg': chance(n, jpeg_share), 'quality': uniform(n, worst, best).round(),
    }


def photographed(images, draws):
    """What lens, sensor and file format do. Whole numbers 0…255 out."""
    images = blurred(images, draws['blur'])
    images = moved(images, draws['along'], draws['down'])
    curved = 255 * (images / 255).clamp(0, 1) ** draws['curve']
    images = torch.where(draws['curved'] > 0, curved, images) * draws['gain'] + draws['lift']
    images = images + blurred((images - 200).clamp(0, 160), draws['bloomSize']) * draws['bloom']
    images = images + torch.randn(images.shape, device=images.device) * draws['noise']
    soft = bell(torch.full((1,), 1.2, device=images.device), images.shape[1], images.device) @ images @ bell(torch.full((1,), 1.2, device=images.device), images.shape[2], images.device).transpose(1, 2)
    images = images + (images - soft) * draws['sharpen']
    return compressed(images.clamp(0, 255).round(), draws)


# ITU-T T.81, table K.1: luminance, quality 50
LUMINANCE = torch.tensor([
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
], dtype=torch.float32).reshape(8, 8)
COSINES = torch.tensor([[math.sqrt((1 if k == 0 else 2) / 8) * math.cos((2 * i + 1) * k * math.pi / 16) for i in range(8)] for k in range(8)])


def compressed(images, draws):
    """JPEG's loss for some of the pictures: 8 x 8 blocks (the grid begins anywhere), coefficients rounded to the table of a quality."""
    n, (rows, columns) = len(images), images.shape[1:]
    top, left = torch.randint(8, (2,)).tolist()
    padded = functional.pad(images[:, None], (left, -(columns + left) % 8, top, -(rows + top) % 8), mode='replicate')[:, 0] - 128
    high, wide = padded.shape[1] // 8, padded.shape[2] // 8
    quality = draws['quality']
    scale = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality)
    table = ((LUMINANCE.to(images.device) * scale + 50) / 100).floor().clamp(1, 255)[:, None, None]
    cosines = COSINES.to(images.device)
    blocks = padded.reshape(n, high, 8, wide, 8).permute(0, 1, 3, 2, 4)
    coded = (cosines @ blocks @ cosines.T / table).round() * table
    again = (cosines.T @ coded @ cosines).permute(0, 1, 3, 2, 4).reshape(padded.shape) + 128
    again = again[:, top : top + rows, left : left + columns].clamp(0, 255).round()
    return torch.where(draws['jpeg'] > 0, again, images)
