"""Measure reader and detector on ../shared/plates. These sets are the thermometer; nothing here is trained on.

python3 evaluate.py --reader runs/reader/w1.5.pt [--detector runs/detector/full.pt] [--json figures.json] [--side 640]
Exact means the whole text equals a label of the image; no answer is a miss; one image, one answer.
"""
import argparse
import collections
import csv
import json
import os

import cv2
import numpy as np
import torch

from detector.net import Detector, box_iou, decode
from measure import as_text, figure
from reading import corners_of_box, load_reader, read

SHARED = os.environ.get('GATEHOUSE_SHARED', os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'shared'))
PLATES = os.path.join(SHARED, 'plates')
SURE = 0.9
DIAGNOSIS = {}  # per set, over all of its images: kinds of error, not images


def labels(name):
    """{file: [(box or None, text)]}"""
    out = {}
    with open(os.path.join(PLATES, name, 'labels.tsv'), encoding='utf8') as lines:
        for row in csv.DictReader(lines, delimiter='\t', quoting=csv.QUOTE_NONE):
            box = tuple(float(row[k]) for k in 'xywh') if row['x'] else None
            out.setdefault(row['file'], []).append((box, row['text']))
    return out


def picture(name, file):
    return cv2.imread(os.path.join(PLATES, name, 'images', file), cv2.IMREAD_GRAYSCALE)


def given_boxes(net, name):
    single = vote = sure_right = sure_wrong = count = other_length = 0
    confused = collections.Counter()
    for file, plates in labels(name).items():
        image = picture(name, file)
        for box, text in plates:
            if box is None or not text:
                continue
            count += 1
            quad = corners_of_box(*box)
            answer, p = read(net, image, quad)
            single += answer == text
            sure_right += answer == text and p >= SURE
            sure_wrong += answer != text and p >= SURE
            voted = read(net, image, quad, vote=True)[0]
            vote += voted == text
            other_length += len(voted) != len(text)
            if len(voted) == len(text):
                confused.update(f'{a}>{b}' for a, b in zip(text, voted) if a != b)
    DIAGNOSIS[name] = {'otherLength': other_length, 'confused': dict(confused.most_common(12))}
    return {'single': figure(single, count), 'vote5': figure(vote, count), 'sureRight': figure(sure_right, count), 'sureWrong': figure(sure_wrong, count)}


def load_detector(path):
    kept = torch.load(path, map_location='cpu')
    net = Detector(kept['form'])
    net.load_state_dict(kept['average'])
    return net.eval()


def detect(net, image, side):
    """[(score, corners in image pixels)], the longer side brought down to `side`."""
    scale = min(1.0, side / max(image.shape))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    padded = np.full([-(-s // 32) * 32 for s in small.shape], 114, np.uint8)
    padded[: small.shape[0], : small.shape[1]] = small
    with torch.no_grad():
        out = net(torch.from_numpy(padded)[None, None].float() / 255)[0]
    return [(1 / (1 + np.exp(-s)), (q + 0.5) / scale - 0.5) for s, q in decode(out, stride=net.stride)]


def overlap(quad, box):
    return box_iou((*quad.min(0), *quad.max(0)), (box[0], box[1], box[0] + box[2], box[1] + box[3]))


def detection(net, name, side):
    """Top-1 and any-of-five at IoU > 0.5 per image; recall per labelled plate by its width in the picture given to the network."""
    top = any5 = count = 0
    widths = {}
    for file, plates in labels(name).items():
        boxes = [b for b, _ in plates if b]
        if not boxes:
            continue
        image = picture(name, file)
        found = detect(net, image, side)
        count += 1
        top += bool(found) and any(overlap(found[0][1], b) > 0.5 for b in boxes)
        any5 += any(overlap(q, b) > 0.5 for _, q in found[:5] for b in boxes)
        scale = min(1.0, side / max(image.shape))
        for b in boxes:
            bin_ = next(w for w in (40, 60, 80, 120, 170, 9999) if b[2] * scale < w)
            hits = widths.setdefault(bin_, [0, 0])
            hits[1] += 1
            hits[0] += any(overlap(q, b) > 0.5 for _, q in found)
    return {'top1': figure(top, count), 'any5': figure(any5, count), 'byWidthBelow': {str(k): [int(n) for n in v] for k, v in sorted(widths.items())}}


def answer_for(reader, detector, image, side):
    """One answer for one image: the detections' readings weighed by both probabilities."""
    best = ('', 0.0)
    for score, quad in detect(detector, image, side)[:3]:
        text, p = read(reader, image, quad.astype(np.float32), vote=True)
        weight = score * p**0.5 if len(text) >= 4 else 0
        if weight > best[1]:
            best = (text, weight)
    return best


def end_to_end(reader, detector, name, side):
    right = count = 0
    for file, plates in labels(name).items():
        count += 1
        right += answer_for(reader, detector, picture(name, file), side)[0] in [t for _, t in plates]
    return figure(right, count)


def false_plates(reader, detector, side):
    names = sorted(os.listdir(os.path.join(PLATES, 'negatives', 'images')))
    answers = [answer_for(reader, detector, picture('negatives', n), side) for n in names]
    return {'anyReading': figure(sum(bool(t) for t, _ in answers), len(names)), 'sure': figure(sum(w >= SURE for _, w in answers), len(names))}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--reader')
    parser.add_argument('--detector')
    parser.add_argument('--side', type=int, default=640)
    parser.add_argument('--json')
    parser.add_argument('--parts', default='reader,detector,both,negatives', help='what to measure; figures of other parts already in --json are kept')
    parser.add_argument('--sets', default='us,eu,br,ro,ar-crops,in')
    args = parser.parse_args()
    torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', '1')))
    cv2.setNumThreads(1)
    sets = args.sets.split(',')
    reader = load_reader(args.reader) if args.reader else None
    detector = load_detector(args.detector) if args.detector else None
    parts = args.parts.split(',')
    out = {'reader': {}, 'detector': {}, 'endToEnd': {}, 'side': args.side}
    if args.json and os.path.exists(args.json):
        with open(args.json, encoding='utf8') as file:
            out |= json.load(file)
    if reader and 'reader' in parts:
        for name in [s for s in sets if s != 'in']:
            out['reader'][name] = f = given_boxes(reader, name)
            print(f"reader   {name:9}", ' · '.join(f'{k} {as_text(v)}' for k, v in f.items()), DIAGNOSIS[name], flush=True)
    if detector and 'detector' in parts:
        for name in [s for s in sets if s not in ('in', 'ar-crops')] + ['ro-boxes']:
            out['detector'][name] = f = detection(detector, name, args.side)
            print(f"detector {name:9} top-1 {as_text(f['top1'])} · in five {as_text(f['any5'])} · by width {f['byWidthBelow']}", flush=True)
    if reader and detector and 'both' in parts:
        for name in [s for s in sets if s != 'ar-crops']:
            out['endToEnd'][name] = f = end_to_end(reader, detector, name, args.side)
            print(f"both     {name:9} {as_text(f)}", flush=True)
    if reader and detector and 'negatives' in parts:
        out['negatives'] = f = false_plates(reader, detector, args.side)
        print(f"both     negatives any reading {as_text(f['anyReading'])} · sure {as_text(f['sure'])}", flush=True)
    if args.json:
        with open(args.json, 'w', encoding='utf8') as file:
            json.dump(out, file, indent=2)


if __name__ == '__main__':
    main()
