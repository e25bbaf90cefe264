"""Train the reader on crops rendered afresh at every step. Resumes from its checkpoint.

python3 -m reader.train --out runs/reader --steps 20000 --decay-steps 4000 [--threads 1] [--seed 7]
The learning rate warms up, stays, and falls to zero over the last decay steps. SIGUSR1 starts the fall now, so that a run
can be ended well at any time; the steps really made stand in the checkpoint and in the log.
Loss: CTC, plus cross-entropy of the column each character was drawn at (the renderer knows), which spares CTC its long
plateau; plus the country style, weakly.
"""
import argparse
import json
import os
import resource
import signal
import time

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional

from half import half
from plates.crops import HEIGHT, WIDTH, Renderer
from plates.grammar import WEIGHTS

from .net import ALPHABET, COLUMNS, Reader, greedy

STYLES = list(WEIGHTS)
IGNORE = -100


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument('--out', required=True)
    parser.add_argument('--steps', type=int, default=20000)
    parser.add_argument('--decay-steps', type=int, default=4000)
    parser.add_argument('--batch', type=int, default=32)
    parser.add_argument('--rate', type=float, default=1.5e-3)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--seed', type=int, default=7)
    parser.add_argument('--every', type=int, default=500, help='steps between checkpoints')
    return parser.parse_args()


def cpu_seconds():
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime


def batch_of(renderer, count):
    """images float [N, 1, 48, 160], CTC targets and lengths, column targets [N, 40], styles [N], texts"""
    images = np.empty((count, HEIGHT, WIDTH), np.uint8)
    columns = np.zeros((count, COLUMNS), np.int64)
    texts, styles = [], []
    for i in range(count):
        images[i], text, country, along = renderer.sample()
        centres = np.clip((along * COLUMNS / WIDTH).astype(int), 0, COLUMNS - 1)
        for step in (-1, 1):
            columns[i, np.clip(centres + step, 0, COLUMNS - 1)] = IGNORE
        for char, at in zip(text, centres):
            columns[i, at] = ALPHABET.index(char) + 1
        texts.append(text)
        styles.append(STYLES.index(country))
    x = torch.from_numpy(images)[:, None].float().div_(255).contiguous(memory_format=torch.channels_last)
    targets = torch.tensor([ALPHABET.index(c) + 1 for t in texts for c in t])
    lengths = torch.tensor([len(t) for t in texts])
    return x, targets, lengths, torch.from_numpy(columns), torch.tensor(styles), texts


def loss_of(net, batch, column_weight):
    x, targets, lengths, columns, styles, _ = batch
    with half():
        logits, style = net(x)
    log, style = logits.float().log_softmax(2), style.float()
    times = torch.full((len(lengths),), COLUMNS, dtype=torch.long)
    ctc = functional.ctc_loss(log, targets, times, lengths, zero_infinity=True)
    by_column = functional.nll_loss(log.permute(1, 2, 0), columns, ignore_index=IGNORE)
    return ctc + column_weight * by_column + 0.05 * functional.cross_entropy(style, styles), ctc.item()


def held_out(net, batch):
    net.eval()
    with torch.no_grad():
        texts = [t for part in batch[0].split(128) for t in greedy(net(part)[0])]
    net.train()
    return sum(a == b for a, b in zip(texts, batch[5])) / len(texts)


class Average:
    """Exponential mean of the weights; what is evaluated, kept and exported."""

    def __init__(self, net):
        self.state = {k: v.clone() for k, v in net.state_dict().items()}

    def update(self, net, step):
        keep = min(0.998, (step + 1) / (step + 50))
        for k, v in net.state_dict().items():
            if v.dtype.is_floating_point:
                self.state[k].mul_(keep).add_(v, alpha=1 - keep)
            else:
                self.state[k].copy_(v)


def save(path, **parts):
    torch.save(parts, path + '.part')
    os.replace(path + '.part', path)


def main():
    args = options()
    torch.set_num_threads(args.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(args.seed)
    os.makedirs(args.out, exist_ok=True)
    path = os.path.join(args.out, 'checkpoint.pt')
    net = Reader(len(STYLES)).to(memory_format=torch.channels_last)
    print('parameters', sum(p.numel() for p in net.parameters()), flush=True)
    matrices = [p for p in net.parameters() if p.ndim > 1]
    vectors = [p for p in net.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{'params': matrices, 'weight_decay': 1e-2}, {'params': vectors, 'weight_decay': 0.0}], args.rate)
    average, step, decay_from, cpu_before = Average(net), 0, args.steps - args.decay_steps, 0.0
    if os.path.exists(path):
        kept = torch.load(path)
        net.load_state_dict(kept['net'])
        optimiser.load_state_dict(kept['optimiser'])
        average.state, step, cpu_before = kept['average'], kept['step'], kept['cpu']
        print('resumed at', step, flush=True)
    validation = batch_of(Renderer(990_001), 512)
    # a resumed run draws new crops: the seed moves on with the step
    renderer = Renderer(args.seed * 1_000_003 + step)
    shadow = Reader(len(STYLES))
    end = {'at': args.steps, 'from': decay_from}

    def finish(*_):
        end['from'], end['at'] = step, step + args.decay_steps

    signal.signal(signal.SIGUSR1, finish)
    started, recent = time.time(), []
    while step < end['at']:
        warm = min(1.0, (step + 1) / 200)
        fall = min(1.0, (end['at'] - step) / max(1, end['at'] - end['from']))
        for group in optimiser.param_groups:
            group['lr'] = args.rate * warm * fall
        loss, ctc = loss_of(net, batch_of(renderer, args.batch), 2.0 if step < 1500 else 0.3)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        step += 1
        average.update(net, step)
        recent.append(ctc)
        if step % args.every == 0 or step == end['at']:
            shadow.load_state_dict(average.state)
            line = {'step': step, 'ctc': round(float(np.mean(recent)), 4), 'heldOut': round(held_out(shadow, validation), 4),
                    'rate': round(optimiser.param_groups[0]['lr'], 6), 'cpu': round(cpu_before + cpu_seconds()), 'wall': round(time.time() - started)}
            recent.clear()
            print(json.dumps(line), flush=True)
            save(path, net=net.state_dict(), optimiser=optimiser.state_dict(), average=average.state, step=step, cpu=cpu_before + cpu_seconds())
    save(os.path.join(args.out, 'final.pt'), average=average.state, step=step, cpu=cpu_before + cpu_seconds(), styles=STYLES)


if __name__ == '__main__':
    main()
