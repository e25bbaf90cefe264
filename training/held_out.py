"""The reader on renders it never saw (another seed, other random fonts): exact by style, and whether its probability means what it says.

python3 held_out.py runs/reader/w1.5.pt [--count 5000] [--json runs/calibration.json] [--svg reliability.svg]
The temperature is fitted on crops of one seed and measured on those of another.
"""
import argparse
import collections
import json

import cv2
import numpy as np
import torch

from calibration import bins_of, diagram, expected_error, fitted_temperature, text_probabilities
from measure import as_text, figure
from plates.crops import Renderer
from reader.net import greedy
from reading import load_reader

FIT_SEED, MEASURE_SEED = 870_001, 880_001


def readings(net, seed, count):
    """log-odds [40, N, 37], texts read, right [N], styles"""
    renderer, logits, texts, right, styles = Renderer(seed), [], [], [], []
    for start in range(0, count, 100):
        samples = [renderer.sample() for _ in range(min(100, count - start))]
        with torch.no_grad():
            out = net(torch.from_numpy(np.stack([s[0] for s in samples]))[:, None].float() / 255)[0]
        logits.append(out)
        read = greedy(out)
        texts += read
        right += [a == s[1] for a, s in zip(read, samples)]
        styles += [s[2] for s in samples]
    return torch.cat(logits, 1), texts, np.array(right), styles


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('reader')
    parser.add_argument('--count', type=int, default=5000)
    parser.add_argument('--json')
    parser.add_argument('--svg')
    args = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    net = load_reader(args.reader)
    temperature = fitted_temperature(*readings(net, FIT_SEED, max(200, args.count // 3))[:3])
    logits, texts, right, styles = readings(net, MEASURE_SEED, args.count)
    by_style = collections.defaultdict(lambda: [0, 0])
    for style, hit in zip(styles, right):
        by_style[style][0] += hit
        by_style[style][1] += 1
    for style, (hits, count) in sorted(by_style.items()):
        print(f'{style:12} {as_text(figure(hits, count))}')
    print(f"{'all':12} {as_text(figure(int(right.sum()), len(right)))}")
    curves = {'as trained': bins_of(text_probabilities(logits, texts), right), f'temperature {temperature:g}': bins_of(text_probabilities(logits, texts, temperature), right)}
    for name, bins in curves.items():
        print(name, '·', ' · '.join(f'says {said:.2f} is {was:.2f} ({count})' for said, was, count in bins))
        print(f'  expected calibration error {100 * expected_error(bins):.1f} %')
    if args.svg:
        diagram(curves, args.svg)
    if args.json:
        before, after = (round(100 * expected_error(bins), 2) for bins in curves.values())
        with open(args.json, 'w', encoding='utf8') as file:
            json.dump({'temperature': temperature, 'how': 'divide the log-odds of `columns` by it before the softmax', 'heldOutRenders': len(right),
                       'exactPercent': figure(int(right.sum()), len(right))['percent'], 'expectedErrorPercent': {'asTrained': before, 'withTemperature': after}}, file)


if __name__ == '__main__':
    main()
