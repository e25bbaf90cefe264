"""Write models/<name>.onnx (opset 13), its card, and fixtures that prove another runtime computes the same.

python3 export.py reader runs/reader/w1.5.pt [--figures figures.json] [--calibration calibration.json] [--whole]
python3 export.py detector runs/detector/full.pt [--figures figures.json] [--whole]
Convolutions are written in eight bits, as float32 with --whole. Fixtures are always what float32 PyTorch gives.
The card is a JSON file: what the model eats and gives, what it was trained on under which licences, what it measured.
"""
import argparse
import hashlib
import json
import os

import cv2
import numpy as np
import onnx
import torch

from detector.net import Detector, decode
from plates.crops import HEIGHT, WIDTH, Renderer
from plates.grammar import WEIGHTS
from quantise import Ranges, quantised
from reader.net import ALPHABET, greedy
from reading import load_reader, probability
from scenes.compose import SIDE, Composer

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.environ.get('GATEHOUSE_MODELS', os.path.join(HERE, 'models'))
FIXTURES = os.path.join(OUT, '..', 'fixtures')
RENDERS = {'what': 'plates and scenes drawn by training/plates and training/scenes', 'licence': 'Apache-2.0 (this project)'}
FONTS = [
    {'what': 'own stroke fonts, training/plates/skeletons.py', 'licence': 'Apache-2.0 (this project)'},
    {'what': 'OSP-DIN (Debian fonts-opendin), only as ink in renders', 'licence': 'OFL-1.1'},
    {'what': 'Roadgeek 2014 (Debian fonts-roadgeek), only as ink in renders', 'licence': 'MIT'},
]
PHOTOS = {'what': 'boxes-train: 1 957 photographs of about 770 sources, named in training/lists/boxes-train.txt', 'licence': 'MIT (export of the data set)'}


RANGE_SAMPLES = {'reader': 256, 'detector': 48}
HEAD = 2  # convolutions before the detector's last that stay float32: corners want fractions of a pixel


def fingerprint(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def write_card(name, precision, card):
    path = os.path.join(OUT, name + '.onnx')
    card = {'name': name, 'file': name + '.onnx', 'sha256': fingerprint(path), 'bytes': os.path.getsize(path), 'precision': precision, **card}
    if name == 'plate-reader':
        card['confidence'] = 'plate-confidence.json'  # written by `make confidence`, after every export
    with open(os.path.join(OUT, name + '.card.json'), 'w', encoding='utf8') as file:
        json.dump(card, file, indent=2, ensure_ascii=False)
        file.write('\n')
    print(name, card['bytes'], 'bytes', card['sha256'][:12])


def round_list(values):
    return [round(float(v), 3) for v in np.asarray(values).reshape(-1)]


def best_cell(cells):
    """Where the network is surest, and what it says there."""
    scene, row, column = np.unravel_index(int(cells[:, 0].argmax()), cells[:, 0].shape)
    return {'scene': int(scene), 'row': int(row), 'column': int(column), 'values': round_list(cells[scene, :, row, column])}


def as_tensor(pictures):
    return torch.from_numpy(np.stack(pictures))[:, None].float() / 255


def made_by(kept, what):
    """How a network came about, for its card."""
    return {'steps': kept['step'], 'batch': kept['batch'], what: kept['crops' if what == 'crops' else 'seen'], 'device': kept['device'], 'wallMinutes': round(kept['wall'] / 60, 1), 'cpuMinutes': round(kept['cpu'] / 60, 1), **({'before': kept['begun']} if kept.get('begun') else {})}


def in_bytes(path, net, pictures, whole):
    onnx.save(quantised(path, Ranges(net, as_tensor(pictures)), whole), path)


def export_reader(kept, figures, calibration, precision):
    net = load_reader(kept)
    path = os.path.join(OUT, 'plate-reader.onnx')
    torch.onnx.export(net, torch.zeros(1, 1, HEIGHT, WIDTH), path, opset_version=13, input_names=['crop'], output_names=['columns', 'style'],
                      dynamic_axes={'crop': {0: 'n'}, 'columns': {1: 'n'}, 'style': {0: 'n'}})
    renderer = Renderer(424_242, 4)
    if precision == 'int8':
        in_bytes(path, net, [renderer.sample()[0] for _ in range(RANGE_SAMPLES['reader'])], 0)
    samples = [renderer.sample() for _ in range(24)]
    crops = np.stack([s[0] for s in samples])
    with torch.no_grad():
        columns, style = net(as_tensor(crops))
    read, log = greedy(columns), columns.log_softmax(2)
    sure = [round(float(probability(log[:, i : i + 1], text)[0]), 3) for i, text in enumerate(read)]
    cv2.imwrite(os.path.join(FIXTURES, 'crops.png'), crops.reshape(-1, WIDTH))
    with open(os.path.join(FIXTURES, 'crops.json'), 'w', encoding='utf8') as file:
        json.dump({'texts': [s[1] for s in samples], 'read': read, 'sure': sure, 'firstColumn': round_list(columns[0, 0]), 'firstStyle': round_list(style[0])}, file)
    made = torch.load(kept, map_location='cpu')
    write_card('plate-reader', precision, {
        'task': 'reads one rectified plate crop',
        'input': {'name': 'crop', 'shape': ['n', 1, HEIGHT, WIDTH], 'values': 'grey 0…1; mean and deviation are taken out inside', 'crop': 'plate with about 3 % margin; two rows: cut at the middle with 6 % overlap, halves laid side by side'},
        'output': {'columns': {'shape': [40, 'n', 37], 'values': 'CTC log-odds, class 0 is blank', 'alphabet': ALPHABET}, 'style': {'shape': ['n', len(WEIGHTS)], 'classes': list(WEIGHTS), 'shares': [round(w / sum(WEIGHTS.values()), 4) for w in WEIGHTS.values()]}},
        'training': {'width': made['width'], **made_by(made, 'crops'), 'data': [RENDERS, *FONTS], 'photographs': 'none', 'reproduce': 'make -C training reader export-reader'},
        'measured': figures, **({'calibration': calibration} if calibration else {}),
        'limits': json.load(open(os.path.join(HERE, 'limits.json'), encoding='utf8'))['plate-reader'],
    })


def export_detector(kept, figures, precision):
    made = torch.load(kept, map_location='cpu')
    net = Detector(made['form'])
    net.load_state_dict(made['average'])
    net.eval()
    path = os.path.join(OUT, 'plate-detector.onnx')
    torch.onnx.export(net, torch.zeros(1, 1, 352, 640), path, opset_version=13, input_names=['image'], output_names=['cells'],
                      dynamic_axes={'image': {0: 'n', 2: 'h', 3: 'w'}, 'cells': {0: 'n', 2: 'rows', 3: 'columns'}})
    composer = Composer(515_151, [])  # own renders only: no photograph enters the repository
    if precision == 'int8':
        in_bytes(path, net, [composer.sample()[0] for _ in range(RANGE_SAMPLES['detector'])], HEAD)
    scenes = [composer.sample() for _ in range(6)]
    images = np.stack([s[0] for s in scenes])
    with torch.no_grad():
        cells = net(as_tensor(images))
    cv2.imwrite(os.path.join(FIXTURES, 'scenes.png'), images.reshape(-1, SIDE))
    found = [[{'score': round(s, 3), 'corners': round_list(q)} for s, q in decode(c, most=3, stride=net.stride)] for c in cells]
    with open(os.path.join(FIXTURES, 'scenes.json'), 'w', encoding='utf8') as file:
        json.dump({'plates': [[round_list(q) for q, _ in s[1]] for s in scenes], 'found': found, 'best': best_cell(cells)}, file)
    write_card('plate-detector', precision, {
        'task': 'finds plates and their four corners',
        'input': {'name': 'image', 'shape': ['n', 1, 'h', 'w'], 'values': 'grey 0…1, sides multiples of 32, the longer one about 640 (960 for plates under 60 px)'},
        'output': {'cells': {'shape': ['n', 9, f'h/{net.stride}', f'w/{net.stride}'], 'values': '0: log-odds of a plate centred near; 1…8: corners from top left, clockwise, x y, offset from the cell centre in units of 32 px'}},
        'training': {'form': made['form'], **made_by(made, 'scenes'), 'data': [RENDERS, *FONTS, PHOTOS], 'reproduce': 'make -C training detector export-detector'},
        'measured': figures, 'limits': json.load(open(os.path.join(HERE, 'limits.json'), encoding='utf8'))['plate-detector'],
    })


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('model', choices=['reader', 'detector'])
    parser.add_argument('kept')
    parser.add_argument('--figures')
    parser.add_argument('--calibration', help='what held_out.py --json wrote')
    parser.add_argument('--whole', action='store_true', help='float32 instead of eight bits')
    args = parser.parse_args()
    precision = 'float32' if args.whole else 'int8'
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    os.makedirs(OUT, exist_ok=True)
    os.makedirs(FIXTURES, exist_ok=True)
    figures = {}
    if args.figures:
        with open(args.figures, encoding='utf8') as file:
            measured = json.load(file)
        parts = ['reader'] if args.model == 'reader' else ['detector', 'negatives', 'endToEnd', 'side']
        figures = {part: measured[part] for part in parts if measured.get(part)}
    if args.model == 'detector':
        export_detector(args.kept, figures, precision)
        return
    calibration = None
    if args.calibration:
        with open(args.calibration, encoding='utf8') as file:
            calibration = json.load(file)
    export_reader(args.kept, figures, calibration, precision)


if __name__ == '__main__':
    main()
