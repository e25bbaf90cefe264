"""The detector: grey [N, 1, H, W] in 0…1, sides multiples of 32 -> [N, 9, H/8, W/8].

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


class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.near = nn.Sequential(conv(1, 12, 2), conv(12, 24, 2), conv(24, 24), conv(24, 40, 2), conv(40, 40), conv(40, 40))
        self.mid = nn.Sequential(conv(40, 64, 2), conv(64, 64))
        self.far = nn.Sequential(conv(64, 80, 2), conv(80, 80), conv(80, 80, dilation=2))
        self.from_near, self.from_mid, self.from_far = nn.Conv2d(40, 44, 1), nn.Conv2d(64, 44, 1), nn.Conv2d(80, 44, 1)
        self.head = nn.Sequential(conv(44, 44), conv(44, 44))
        self.out = nn.Conv2d(44, 9, 1)
        nn.init.zeros_(self.out.bias)
        with torch.no_grad():
            self.out.bias[0] = -4.0

    def features(self, x):
        near = self.near(x - 0.45)
        mid = self.mid(near)
        far = self.far(mid)
        mid = self.from_mid(mid) + functional.interpolate(self.from_far(far), scale_factor=2.0, mode='nearest')
        near = self.from_near(near) + functional.interpolate(mid, scale_factor=2.0, mode='nearest')
        return self.head(near)

    def forward(self, x):
        return self.out(self.features(x))


def corners_of(out):
    """[N, 9, h, w] -> corner pixels [N, 8, h, w]."""
    _, _, rows, columns = out.shape
    y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing='ij')
    centre = torch.stack([x, y] * 4).float() * STRIDE + STRIDE / 2
    return out[:, 1:] * UNIT + centre


def box_iou(a, b):
    x = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    y = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    both = x * y
    return both / max(1e-6, (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def decode(out, least=-2.0, most=20):
    """One image's [9, h, w] -> [(log-odds, corners [4, 2])], best first, overlapping ones dropped."""
    score = out[0].numpy()
    corners = corners_of(out[None])[0].numpy()
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
