"""Reliability diagram of the box's confidence out of the figures that confidence/fit.ts wrote.

python3 -m confidence.diagram models/plate-confidence.json confidence.svg
"""
import json
import sys

from calibration import diagram

NAMES = {'asTheyCome': 'as it comes', 'fitted': 'fitted, crosswise'}

if __name__ == '__main__':
    with open(sys.argv[1], encoding='utf8') as file:
        bins = json.load(file)['measured']['bins']
    diagram({name: [(b['says'], b['is'], b['answers']) for b in bins[key]] for key, name in NAMES.items()}, sys.argv[2])
