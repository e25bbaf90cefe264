"""Mean of the weights of several checkpoints of one run; steps and CPU time are those of the last.

python3 average.py out.pt a.pt b.pt …
"""
import sys

import torch


def main():
    kept = [torch.load(path) for path in sys.argv[2:]]
    mean = {k: torch.stack([c['average'][k].float() for c in kept]).mean(0).to(v.dtype) for k, v in kept[0]['average'].items()}
    torch.save({'average': mean, 'step': kept[-1]['step'], 'cpu': kept[-1]['cpu']}, sys.argv[1])


if __name__ == '__main__':
    main()
