"""Train one reader or several at once on crops that are photographed afresh at every step. Resumes from its checkpoint.

python3 -m reader.train --out runs/reader [--steps 20000 | --seconds 3600] [--widths 1] [--device cpu] [--batch 64] [--workers 1]
Several widths share every batch; the widest also teaches the others. The rate falls to zero over the last --fall of the
run, fitted to the clock with --seconds; SIGUSR1 begins the fall now. Files: <out>/w<width>.pt, and checkpoint.pt to resume.
Loss: CTC, plus cross-entropy of the column each character was drawn at (the renderer knows), which spares CTC its long
plateau; plus the country style, weakly.
"""
import argparse
import json
import os
import time

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional

from half import half
from plates.crops import HEIGHT, WIDTH, Renderer
from plates.pool import CANVAS, IGNORE, NUMBERS, STYLES, crop_maker, photographed, plate_maker, targets
from schedule import Schedule
from supply import Pool, Supply, usual_workers
from weights import Average, optimiser_of, save

from .net import COLUMNS, Reader, greedy

COLUMN_STEPS = 1500  # in which the drawn columns lead, where a network knows nothing yet
TEACH_FROM = 0.15    # of the run


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument('--out', required=True)
    parser.add_argument('--widths', default='1')
    parser.add_argument('--steps', type=int, default=20000)
    parser.add_argument('--seconds', type=float, help='wall clock of the whole run, instead of --steps')
    parser.add_argument('--fall', type=float, default=0.4)
    parser.add_argument('--batch', type=int, default=64)
    parser.add_argument('--rate', type=float, default=1.5e-3)
    parser.add_argument('--device', default='cpu')
    parser.add_argument('--start', help='folder of an earlier run whose final weights this one begins with')
    parser.add_argument('--still', action='store_true', help='norms and dropout as at run time: for short runs that go on from good weights')
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--workers', type=int, default=usual_workers())
    parser.add_argument('--pool', type=int, default=8192, help='plates kept and photographed again and again, about 70 kB each')
    parser.add_argument('--seed', type=int, default=7)
    parser.add_argument('--every', type=int, default=500, help='steps between checkpoints')
    parser.add_argument('--keep', type=float, default=0.998, help='share of the exponential mean that stays at each step')
    return parser.parse_args()


class Student:
    """A network of one width, its optimiser and the mean of its weights."""

    def __init__(self, width, device, rate, keep):
        self.width = width
        self.net = Reader(len(STYLES), width).to(device).to(memory_format=torch.channels_last)
        self.shadow = Reader(len(STYLES), width).to(device).eval()
        self.optimiser = optimiser_of(self.net, rate)
        self.average = Average(self.net, keep)
        self.parameters = sum(p.numel() for p in self.net.parameters())
        self.recent = []

    def learn(self, batch, rate, column_weight, teacher, step):
        for group in self.optimiser.param_groups:
            group['lr'] = rate
        loss, ctc, log = loss_of(self.net, batch, column_weight, teacher)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.average.update(step)
        self.recent.append(ctc.detach())
        return log.detach()

    def begin_with(self, state):
        self.net.load_state_dict(state)
        self.average.take(state)

    def kept(self):
        return {'net': self.net.state_dict(), 'optimiser': self.optimiser.state_dict(), 'average': self.average.kept()}

    def resume(self, kept):
        self.net.load_state_dict(kept['net'])
        self.optimiser.load_state_dict(kept['optimiser'])
        self.average.take(kept['average'])


AHEAD = 4  # batches photographed together: more pictures of one size


def batches(pool, count):
    """Without end: crops float [N, 1, 48, 160], CTC codes [N, 12] and lengths (on the CPU, where CTC wants them), column classes, styles."""
    while True:
        pool.refill()
        pictures, numbers = pool.take(AHEAD * count)
        device = pictures.device
        with torch.no_grad():
            crops, along = photographed(pictures, numbers)
        codes, lengths, columns, styles = targets(numbers, along, COLUMNS)
        crops = crops[:, None].contiguous(memory_format=torch.channels_last)
        yield from zip(*(part.split(count) for part in (crops, codes.to(device), lengths, columns.to(device), styles.to(device))))


def loss_of(net, batch, column_weight, teacher=None):
    x, codes, lengths, columns, styles = batch
    with half(x.device.type):
        logits, style = net(x)
    log, style = logits.float().log_softmax(2), style.float()
    times = torch.full((len(lengths),), COLUMNS, dtype=torch.long)
    ctc = functional.ctc_loss(log, codes, times, lengths, zero_infinity=True)
    by_column = functional.nll_loss(log.permute(1, 2, 0), columns, ignore_index=IGNORE)
    loss = ctc + column_weight * by_column + 0.05 * functional.cross_entropy(style, styles, ignore_index=IGNORE)
    if teacher is not None:
        loss = loss + 3.0 * functional.kl_div(log, teacher, reduction='none', log_target=True).sum(2).mean()
    return loss, ctc, log


def validation_crops(count, device, seed=990_001):
    """Crops of another seed through the other camera (plates/weather.py), and their texts."""
    renderer = Renderer(seed)
    samples = [renderer.sample() for _ in range(count)]
    return torch.from_numpy(np.stack([s[0] for s in samples]))[:, None].float().div(255).to(device), [s[1] for s in samples]


def held_out(net, crops, texts):
    with torch.no_grad():
        read = [t for part in crops.split(256) for t in greedy(net(part)[0])]
    return sum(a == b for a, b in zip(read, texts)) / len(texts)


def main():
    args = options()
    cv2.setNumThreads(1)
    os.makedirs(args.out, exist_ok=True)
    path = os.path.join(args.out, 'checkpoint.pt')
    kept = torch.load(path, map_location='cpu') if os.path.exists(path) else None
    first = kept['step'] if kept else 0
    # a resumed run draws new plates: the seed moves on with the step
    drawn = (crop_maker, (HEIGHT, WIDTH)) if args.device == 'cpu' else (plate_maker, CANVAS)
    supply = Supply(*drawn, NUMBERS, args.workers, args.seed * 1_000_003 + first)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed + first)
    torch.set_float32_matmul_precision('high')
    schedule = Schedule(args.rate, args.steps, args.seconds, args.fall, first)
    widths = sorted((float(w) for w in args.widths.split(',')), reverse=True)
    students = [Student(width, args.device, args.rate, args.keep) for width in widths]
    begun = {}  # by width: how the weights it begins with were made
    for student in students if args.start else []:
        known = torch.load(os.path.join(args.start, f'w{student.width:g}.pt'), map_location='cpu')
        begun[student.width] = known.get('made') or {k: known[k] for k in ('step', 'batch', 'crops', 'device')}
        if not kept:
            student.begin_with(known['average'])
    for student in students if args.still else []:
        student.net.eval()
    if kept:
        for student in students:
            student.resume(kept['students'][f'{student.width:g}'])
    pool = Pool(supply, args.pool, args.device)
    print(json.dumps({'parameters': {f'{s.width:g}': s.parameters for s in students}, 'resumedAt': first}), flush=True)
    crops, texts = validation_crops(1024, args.device)
    pool.refill(least=min(args.pool // 2, 2048))
    step, cpu_before = first, kept['cpu'] if kept else 0.0
    spent = lambda: cpu_before + time.process_time() + float(supply.spent.sum())

    def report(rate):
        line = {'step': step, 'crops': (kept['crops'] if kept else 0) + (step - first) * args.batch, 'plates': pool.made, 'rate': round(rate, 6), 'wall': round(time.time() - schedule.started)}
        for s in students:
            s.shadow.load_state_dict(s.average.kept())
            line[f'{s.width:g}'] = {'ctc': round(float(torch.stack(s.recent).mean()), 4) if s.recent else None, 'heldOut': round(held_out(s.shadow, crops, texts), 4)}
            s.recent.clear()
        print(json.dumps(line), flush=True)
        save(path, students={f'{s.width:g}': s.kept() for s in students}, step=step, cpu=spent(), crops=line['crops'])
        for s in students:
            save(os.path.join(args.out, f'w{s.width:g}.pt'), average=s.average.kept(), width=s.width, step=step, batch=args.batch, crops=line['crops'], cpu=spent(), wall=time.time() - schedule.started, device=args.device, styles=STYLES, begun=begun.get(s.width))

    supplied = batches(pool, args.batch)
    while (rate := schedule.at(step)) > 0:
        batch, teacher = next(supplied), None
        for student in students:
            log = student.learn(batch, rate, 2.0 if step < COLUMN_STEPS and not begun else 0.3, teacher, step)
            if student is students[0] and schedule.made() > TEACH_FROM:
                teacher = log
        step += 1
        if step % args.every == 0:
            report(rate)
    report(0.0)
    supply.stop()


if __name__ == '__main__':
    main()
