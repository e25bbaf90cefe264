"""The detector: grey [N, 1, H, W] in 0…1, sides multiples of 32 -> [N, 9, H/8, W/8], or sixteenths in a coarse form.

Channel 0 is the log-odds that a plate's centre is near; 1…8 are the four corners (clockwise from top left, x then y) as
offsets from the cell's centre in units of 32 px. Plain convolutions; the blocks at stride 32 look far enough for plates
that fill most of a 640 px frame.
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional

STRIDE, UNIT = 8, 32.0


def conv(inputs, outputs, stride=1, dilation=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


# channels at strides 2 and 4, of the layers at 8, 16 and 32, of the neck, layers of the head, and the stride of the answer
FORMS = {
    'full': ((12, 24, 24), (40, 40, 40), (64, 64), (80, 80, 80), 44, 2, 8),    # 0.31 M parameters, 430 M multiply-adds at 640 x 352
    'lean': ((8, 16), (32, 32), (64, 64, 64), (80, 80, 80), 32, 1, 8),         # half of that work
    'coarse': ((8, 16), (32,), (56, 56, 56), (80, 80, 80), 56, 1, 16),         # a third; an experiment, the box takes cells of 8 pixels
}


class Detector(nn.Module):
    """Three levels joined from coarse to fine. A form with stride 16 answers with cells of 16 pixels and has no finer level to add."""

    def __init__(self, form='full'):
        super().__init__()
        early, fine, middle, coarse, neck, head, self.stride = FORMS[form]
        self.near = nn.Sequential(*chain(1, early, (2, 2)), *chain(early[-1], fine, (2,)))
        self.mid = nn.Sequential(*chain(fine[-1], middle, (2,)))
        self.far = nn.Sequential(*chain(middle[-1], coarse, (2,), dilated_last=True))
        self.from_near = nn.Conv2d(fine[-1], neck, 1) if self.stride == 8 else None
        self.from_mid, self.from_far = nn.Conv2d(middle[-1], neck, 1), nn.Conv2d(coarse[-1], neck, 1)
        self.head = nn.Sequential(*chain(neck, (neck,) * head))
        self.out = nn.Conv2d(neck, 9, 1)
        nn.init.zeros_(self.out.bias)
        with torch.no_grad():
            self.out.bias[0] = -4.0

    def features(self, x):
        near = self.near(x - 0.45)
        mid = self.mid(near)
        far = self.far(mid)
        joined = self.from_mid(mid) + functional.interpolate(self.from_far(far), scale_factor=2.0, mode='nearest')
        if self.from_near is not None:
            joined = self.from_near(near) + functional.interpolate(joined, scale_factor=2.0, mode='nearest')
        return self.head(joined)

    def forward(self, x):
        return self.out(self.features(x))


def chain(inputs, channels, strides=(), dilated_last=False):
    """Convolutions one after the other; the first ones with the strides given, the others with 1."""
    layers = []
    for i, outputs in enumerate(channels):
        dilation = 2 if dilated_last and i == len(channels) - 1 else 1
        layers.append(conv(inputs, outputs, strides[i] if i < len(strides) else 1, dilation))
        inputs = outputs
    return layers


def corners_of(out, stride=STRIDE):
    """[N, 9, h, w] -> corner pixels [N, 8, h, w]."""
    _, _, rows, columns = out.shape
    y, x = torch.meshgrid(torch.arange(rows, device=out.device), torch.arange(columns, device=out.device), indexing='ij')
    centre = torch.stack([x, y] * 4).float() * stride + stride / 2
    return out[:, 1:] * UNIT + centre


def box_iou(a, b):
    x = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    y = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    both = x * y
    return both / max(1e-6, (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def decode(out, least=-2.0, most=20, stride=STRIDE):
    """One image's [9, h, w] -> [(log-odds, corners [4, 2])], best first, overlapping ones dropped."""
    score = out[0].numpy()
    corners = corners_of(out[None], stride)[0].numpy()
    cells = np.argwhere(score > least)
    cells = cells[np.argsort(-score[cells[:, 0], cells[:, 1]])[:120]]
    kept = []
    for row, column in cells:
        quad = corners[:, row, column].reshape(4, 2)
        box = (*quad.min(0), *quad.max(0))
        if all(box_iou(box, other) < 0.3 and not mostly_inside(box, other) for _, _, other in kept):
            kept.append((float(score[row, column]), quad, box))
            if len(kept) == most:
                break
    return [(s, q) for s, q, _ in kept]


def mostly_inside(a, b):
    x = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    y = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    return x * y > 0.7 * min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
