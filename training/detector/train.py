"""Train one form of the detector or several at once on composed scenes, half of them from the licensed photographs. Resumes from its checkpoint.

python3 -m detector.train --out runs/detector [--steps 6000 | --seconds 3600] [--forms full] [--device cpu] [--batch 12] [--workers 1]
Loss: the score learns the overlap its own box reaches (so a high score means a tight box), corners learn by smooth L1 in
units of the plate's size plus generalised IoU of the enclosing box. SIGUSR1 starts the final fall of the rate.
Files: <out>/<form>.pt, and checkpoint.pt to resume.
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
from scenes.compose import SIDE
from scenes.pool import NUMBERS, finished, photographed, picture_maker, scene_maker, targets
from scenes.real import load_real
from schedule import Schedule
from supply import Pool, Supply, usual_workers
from weights import Average, optimiser_of, save

from .net import Detector, box_iou, corners_of, decode


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument('--out', required=True)
    parser.add_argument('--forms', default='full')
    parser.add_argument('--steps', type=int, default=6000)
    parser.add_argument('--seconds', type=float, help='wall clock of the whole run, instead of --steps')
    parser.add_argument('--fall', type=float, default=0.4)
    parser.add_argument('--batch', type=int, default=12)
    parser.add_argument('--rate', type=float, default=2e-3)
    parser.add_argument('--device', default='cpu')
    parser.add_argument('--start', help='folder of an earlier run whose final weights this one begins with')
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--workers', type=int, default=usual_workers())
    parser.add_argument('--pool', type=int, default=1024, help='scenes kept and photographed again and again, 100 kB each')
    parser.add_argument('--seed', type=int, default=11)
    parser.add_argument('--every', type=int, default=200)
    parser.add_argument('--keep', type=float, default=0.998, help='share of the exponential mean that stays at each step')
    return parser.parse_args()


def enclosing(corners):
    """[P, 8] -> [P, 4] box"""
    x, y = corners[:, 0::2], corners[:, 1::2]
    return torch.stack([x.min(1)[0], y.min(1)[0], x.max(1)[0], y.max(1)[0]], 1)


def overlaps(a, b):
    """IoU and generalised IoU of boxes [P, 4]."""
    shared = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    union = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - shared
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    iou = shared / union.clamp(min=1e-3)
    return iou, iou - (hull - union) / hull.clamp(min=1e-3)


def loss_of(net, x, target):
    positive, background, corners, size, trust = target
    with half(x.device.type):
        features = net.features(x)
    out = net.out(features.float())
    score = out[:, 0]
    probability = score.sigmoid().detach()
    # background: focal, so that the many easy cells weigh little
    empty = functional.binary_cross_entropy_with_logits(score, torch.zeros_like(score), reduction='none')
    loss_empty = (empty * probability**2 * background * (~positive)).sum()
    where = positive.nonzero(as_tuple=True)
    if len(where[0]) == 0:
        return loss_empty / 20, torch.zeros((), device=x.device)
    found = corners_of(out, net.stride).permute(0, 2, 3, 1)[where]
    wanted = corners.permute(0, 2, 3, 1)[where]
    scale = size.permute(0, 2, 3, 1)[where].repeat(1, 4)
    weight = trust[where]
    l1 = functional.smooth_l1_loss(found / scale, wanted / scale, beta=0.05, reduction='none').sum(1)
    iou, generalised = overlaps(enclosing(found), enclosing(wanted))
    goal = iou.detach().clamp(min=0.3)
    loss_score = (functional.binary_cross_entropy_with_logits(score[where], goal, reduction='none') * weight).sum()
    total = weight.sum()
    # coarser cells are fewer: the background weighs as much as with cells of 8 pixels
    loss_empty = loss_empty * (net.stride / 8) ** 2
    return (loss_empty + loss_score) / total + 1.5 * (l1 * weight).sum() / total + (weight * (1 - generalised)).sum() / total, iou.mean().detach()


def held_out(net, scenes):
    """Share of held-out photographs whose best box overlaps a labelled one by more than half."""
    hits, device = 0, next(net.parameters()).device
    with torch.no_grad():
        for image, quads in scenes:
            side = [-(-s // 32) * 32 for s in image.shape]
            padded = np.full(side, 114, np.uint8)
            padded[: image.shape[0], : image.shape[1]] = image
            found = decode(net(torch.from_numpy(padded)[None, None].float().to(device) / 255)[0].cpu(), most=1, stride=net.stride)
            boxes = [(*q.min(0), *q.max(0)) for q, _ in quads]
            hits += bool(found) and max(box_iou((*found[0][1].min(0), *found[0][1].max(0)), b) for b in boxes) > 0.5
    return hits / len(scenes)


class Student:
    """A network of one form, its optimiser and the mean of its weights."""

    def __init__(self, form, device, rate, keep):
        self.form = form
        self.net, self.shadow = Detector(form).to(device).to(memory_format=torch.channels_last), Detector(form).to(device).eval()
        self.optimiser = optimiser_of(self.net, rate)
        self.average = Average(self.net, keep)
        self.losses, self.ious = [], []

    def learn(self, x, wanted, rate, step):
        for group in self.optimiser.param_groups:
            group['lr'] = rate
        loss, iou = loss_of(self.net, x, wanted)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.average.update(step)
        self.losses.append(loss.detach())
        self.ious.append(iou)

    def kept(self):
        return {'net': self.net.state_dict(), 'optimiser': self.optimiser.state_dict(), 'average': self.average.kept()}

    def resume(self, kept):
        self.net.load_state_dict(kept['net'])
        self.optimiser.load_state_dict(kept['optimiser'])
        self.average.take(kept['average'])

    def figures(self, validation):
        self.shadow.load_state_dict(self.average.kept())
        mean = lambda values: round(float(torch.stack(values).mean()), 4) if values else None
        line = {'loss': mean(self.losses), 'iou': mean(self.ious), 'heldOut': round(held_out(self.shadow, validation), 3)}
        self.losses.clear()
        self.ious.clear()
        return line


def main():
    args = options()
    cv2.setNumThreads(1)
    os.makedirs(args.out, exist_ok=True)
    path = os.path.join(args.out, 'checkpoint.pt')
    kept = torch.load(path, map_location='cpu') if os.path.exists(path) else None
    first = kept['step'] if kept else 0
    maker, camera = (picture_maker, finished) if args.device == 'cpu' else (scene_maker, photographed)
    supply = Supply(maker, (SIDE, SIDE), NUMBERS, args.workers, args.seed * 1_000_003 + first)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed + first)
    torch.set_float32_matmul_precision('high')
    schedule = Schedule(args.rate, args.steps, args.seconds, args.fall, first)
    students = [Student(form, args.device, args.rate, args.keep) for form in args.forms.split(',')]
    for student in students if args.start and not kept else []:
        student.net.load_state_dict(torch.load(os.path.join(args.start, f'{student.form}.pt'), map_location='cpu')['average'])
    if kept:
        for student in students:
            student.resume(kept['students'][student.form])
    print(json.dumps({'parameters': {s.form: sum(p.numel() for p in s.net.parameters()) for s in students}, 'resumedAt': first}), flush=True)
    validation = load_real('valid')[::4]
    pool = Pool(supply, args.pool, args.device)
    pool.refill(least=min(args.pool // 2, 512))
    step, cpu_before = first, kept['cpu'] if kept else 0.0

    def report(rate):
        spent = cpu_before + time.process_time() + float(supply.spent.sum())
        line = {'step': step, 'seen': (kept['seen'] if kept else 0) + (step - first) * args.batch, 'scenes': pool.made, 'rate': round(rate, 6), 'wall': round(time.time() - schedule.started)}
        print(json.dumps({**line, **{s.form: s.figures(validation) for s in students}}), flush=True)
        save(path, students={s.form: s.kept() for s in students}, step=step, cpu=spent, seen=line['seen'])
        for s in students:
            save(os.path.join(args.out, f'{s.form}.pt'), average=s.average.kept(), form=s.form, step=step, batch=args.batch, seen=line['seen'], cpu=spent, wall=time.time() - schedule.started, device=args.device)

    while (rate := schedule.at(step)) > 0:
        pool.refill(most=3)
        with torch.no_grad():
            x, places = camera(*pool.take(args.batch))
        x = x.contiguous(memory_format=torch.channels_last)
        places = [part.to(args.device, non_blocking=True) for part in places]
        wanted = {stride: targets(*places, stride) for stride in {student.net.stride for student in students}}
        for student in students:
            student.learn(x, wanted[student.net.stride], rate, step)
        step += 1
        if step % args.every == 0:
            report(rate)
    report(0.0)
    supply.stop()


if __name__ == '__main__':
    main()
