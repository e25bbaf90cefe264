"""The reader on renders it never saw (another seed, other random fonts): exact by style, and whether its probability means what it says.

python3 held_out.py runs/reader/final.pt [--count 5000]
"""
import argparse
import collections

import cv2
import numpy as np
import torch

from measure import as_text, figure
from plates.crops import Renderer
from reading import load_reader, probability, spell

BINS = 10


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('reader')
    parser.add_argument('--count', type=int, default=5000)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    net, renderer = load_reader(args.reader), Renderer(880_001)
    by_style = collections.defaultdict(lambda: [0, 0])
    says, right = [], []
    for _ in range(args.count):
        crop, text, style, _ = renderer.sample()
        texts, log = spell(net, [crop])
        by_style[style][0] += texts[0] == text
        by_style[style][1] += 1
        says.append(float(probability(log, texts[0])[0]))
        right.append(texts[0] == text)
    says, right = np.array(says), np.array(right)
    for style, (hits, count) in sorted(by_style.items()):
        print(f'{style:12} {as_text(figure(hits, count))}')
    print(f"{'all':12} {as_text(figure(int(right.sum()), len(right)))}")
    error = 0.0
    for low in np.arange(BINS) / BINS:
        here = (says >= low) & (says < low + 1 / BINS + 1e-9)
        if here.any():
            error += here.mean() * abs(says[here].mean() - right[here].mean())
            print(f'says {says[here].mean():.2f} is {right[here].mean():.2f} ({here.sum()})')
    print(f'expected calibration error {100 * error:.1f} %')


if __name__ == '__main__':
    main()
