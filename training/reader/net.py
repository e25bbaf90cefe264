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
    def __init__(self, styles=1):
        super().__init__()
        self.look = nn.Sequential(
            conv(1, 16, 5, 2), conv(16, 48, 3, 2),                     # 12 x 40
            conv(48, 64), nn.MaxPool2d((2, 1)),                        # 6 x 40
            conv(64, 96), conv(96, 96), nn.MaxPool2d((2, 1)),          # 3 x 40
        )
        self.column = nn.Sequential(nn.Conv2d(96, 160, (3, 1), bias=False), nn.BatchNorm2d(160), nn.ReLU(inplace=True))
        self.near = nn.Sequential(conv(160, 112, (1, 5)), conv(112, 160, (1, 5)))
        self.far = nn.Sequential(conv(160, 72, (1, 9)), conv(72, 160, (1, 5)))
        self.drop = nn.Dropout(0.1)
        self.spell = nn.Conv2d(160, len(ALPHABET) + 1, 1)
        self.style = nn.Linear(160, styles)

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
