"""From a picture and a plate's corners to a text and its probability, as the runtime would do it."""
import cv2
import numpy as np
import torch
from torch.nn import functional

from plates.crops import reader_input
from reader.net import ALPHABET, COLUMNS, Reader, greedy

TWO_ROWS_BELOW = 2.4        # width / height: squarer plates are read both ways
TWO_ROWS_MUST_WIN_BY = 1.5  # ratio of probabilities
MARGIN = (0.03, 0.04)       # the crop goes this share of width and height beyond each side
VOTES = [(0.03, 0.04, 0, 0), (0.0, 0.0, 0, 0), (0.07, 0.1, 0, 0), (0.04, 0.05, 0.02, 0.03), (0.04, 0.05, -0.02, -0.03)]


def load_reader(path):
    kept = torch.load(path, map_location='cpu')
    net = Reader(kept['average']['style.weight'].shape[0], kept.get('width', 1.0))
    net.load_state_dict(kept['average'])
    return net.eval()


def corners_of_box(x, y, w, h):
    return np.float32([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])


def grown(quad, mx, my, dx=0.0, dy=0.0):
    """The quadrilateral with margins and a shift, in shares of its own sides."""
    right, down = (quad[1] + quad[2] - quad[0] - quad[3]) / 2, (quad[2] + quad[3] - quad[0] - quad[1]) / 2
    signs = np.float32([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    return (quad + signs[:, :1] * mx * right + signs[:, 1:] * my * down + dx * right + dy * down).astype(np.float32)


def straight(image, quad):
    """The quadrilateral seen from the front, about as many pixels as the picture has of it."""
    width = int(np.clip(max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3])), 16, 400))
    height = int(np.clip(max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1])), 8, 240))
    matrix = cv2.getPerspectiveTransform(quad, np.float32([(0, 0), (width, 0), (width, height), (0, height)]))
    return cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def spell(net, crops):
    """uint8 [48, 160] crops -> (greedy texts, log-probabilities [40, N, 37])"""
    x = torch.from_numpy(np.stack(crops))[:, None].float() / 255
    with torch.no_grad():
        logits = net(x)[0]
    return greedy(logits), logits.log_softmax(2)


def probability(log, text):
    """P(text) under each crop's CTC, [N]."""
    if not text:
        return torch.zeros(log.shape[1])
    count = log.shape[1]
    target = torch.tensor([[ALPHABET.index(c) + 1 for c in text]] * count)
    lengths = torch.full((count,), len(text), dtype=torch.long)
    return (-functional.ctc_loss(log, target, torch.full((count,), COLUMNS, dtype=torch.long), lengths, reduction='none')).exp()


def read(net, image, quad, vote=False):
    """Best (text, probability). With `vote`, five crops of the same plate; their probabilities are averaged."""
    shapes = VOTES if vote else [(*MARGIN, 0, 0)]
    crops = [straight(image, grown(quad, *shape)) for shape in shapes]
    best = elect(net, [reader_input(c, 1) for c in crops])
    side = (np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / max(1.0, np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1]))
    if side < TWO_ROWS_BELOW:
        two = elect(net, [reader_input(c, 2) for c in crops])
        if two[1] > TWO_ROWS_MUST_WIN_BY * best[1]:
            return two
    return best


def elect(net, crops):
    texts, log = spell(net, crops)
    scored = [(t, float(probability(log, t).mean())) for t in dict.fromkeys(texts)]
    return max(scored, key=lambda pair: pair[1])
