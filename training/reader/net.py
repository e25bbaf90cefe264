"""The reader: a rectified grey crop [N, 1, 48, 160] in 0…1 -> CTC log-odds [40, N, 37] (0 = blank) and country style [N, C].

Plain 3 x 3 convolutions: they train about four times faster on a CPU than depthwise ones and infer as fast. The first
layers are thin, since they see most pixels. Each crop is brought to mean 0 and deviation 1 inside the network.
"""
import torch
from torch import nn

ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
COLUMNS = 40


def conv(inputs, outputs, kernel=3, stride=1):
    pad = kernel // 2 if isinstance(kernel, int) else (kernel[0] // 2, kernel[1] // 2)
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, pad, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Reader(nn.Module):
    """`width` scales every layer; 1 is 0.57 M parameters and 66 M multiply-adds a crop."""

    def __init__(self, styles=1, width=1.0):
        super().__init__()
        c = lambda channels: max(8, int(round(channels * width / 8)) * 8)
        self.look = nn.Sequential(
            conv(1, c(16), 5, 2), conv(c(16), c(48), 3, 2),                     # 12 x 40
            conv(c(48), c(64)), nn.MaxPool2d((2, 1)),                           # 6 x 40
            conv(c(64), c(96)), conv(c(96), c(96)), nn.MaxPool2d((2, 1)),       # 3 x 40
        )
        deep = c(160)
        self.column = nn.Sequential(nn.Conv2d(c(96), deep, (3, 1), bias=False), nn.BatchNorm2d(deep), nn.ReLU(inplace=True))
        self.near = nn.Sequential(conv(deep, c(112), (1, 5)), conv(c(112), deep, (1, 5)))
        self.far = nn.Sequential(conv(deep, c(72), (1, 9)), conv(c(72), deep, (1, 5)))
        self.drop = nn.Dropout(0.1)
        self.spell = nn.Conv2d(deep, len(ALPHABET) + 1, 1)
        self.style = nn.Linear(deep, styles)

    def forward(self, x):
        mean = x.mean((1, 2, 3), keepdim=True)
        spread = ((x - mean) ** 2).mean((1, 2, 3), keepdim=True)
        x = (x - mean) / (spread + 1e-4).sqrt()
        x = self.column(self.look(x))
        x = self.near(x) + x
        x = self.far(x) + x
        return self.spell(self.drop(x)).squeeze(2).permute(2, 0, 1), self.style(x.mean((2, 3)))


def greedy(logits):
    """[T, N, 37] -> texts: best class per column, repeats joined, blanks dropped."""
    texts = []
    for column in logits.argmax(2).T.tolist():
        last, text = 0, ''
        for k in column:
            if k and k != last:
                text += ALPHABET[k - 1]
            last = k
        texts.append(text)
    return texts
