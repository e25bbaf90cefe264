"""Train the detector on composed scenes, half of them from the licensed photographs. Resumes from its checkpoint.

python3 -m detector.train --out runs/detector --steps 6000 --decay-steps 1500 [--threads 1] [--seed 11]
Loss: the score learns the overlap its own box reaches (so a high score means a tight box), corners learn by smooth L1 in
units of the plate's size plus generalised IoU of the enclosing box. SIGUSR1 starts the final fall of the rate.
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
from reader.train import Average, save
from scenes.compose import SIDE, Composer
from scenes.real import load_real

from .net import STRIDE, Detector, box_iou, corners_of, decode

CELLS = SIDE // STRIDE


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument('--out', required=True)
    parser.add_argument('--steps', type=int, default=6000)
    parser.add_argument('--decay-steps', type=int, default=1500)
    parser.add_argument('--batch', type=int, default=12)
    parser.add_argument('--rate', type=float, default=2e-3)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--seed', type=int, default=11)
    parser.add_argument('--every', type=int, default=200)
    return parser.parse_args()


def target_of(quads, ignored):
    """positive [c, c], weight of the background [c, c], corner pixels [8, c, c], plate size [2, c, c], corner trust [c, c]"""
    positive, background = np.zeros((CELLS, CELLS), bool), np.ones((CELLS, CELLS), np.float32)
    corners, size, trust = np.zeros((8, CELLS, CELLS), np.float32), np.ones((2, CELLS, CELLS), np.float32), np.zeros((CELLS, CELLS), np.float32)
    y, x = np.mgrid[0:CELLS, 0:CELLS] * STRIDE + STRIDE / 2
    for x0, y0, x1, y1 in ignored:
        background[(x > x0 - 4) & (x < x1 + 4) & (y > y0 - 4) & (y < y1 + 4)] = 0
    for quad, true in quads:
        centre = quad.mean(0)
        width, height = max(4.0, np.linalg.norm(quad[1] - quad[0])), max(3.0, np.linalg.norm(quad[3] - quad[0]))
        along, down = (quad[1] - quad[0]) / width, (quad[3] - quad[0]) / height
        u = np.abs((x - centre[0]) * along[0] + (y - centre[1]) * along[1])
        v = np.abs((x - centre[0]) * down[0] + (y - centre[1]) * down[1])
        background[(u < width * 0.5) & (v < height * 0.55)] = 0  # the plate's own rim decides nothing
        near = (u < max(width * 0.14, STRIDE * 0.55)) & (v < max(height * 0.24, STRIDE * 0.55))
        near[int(np.clip(centre[1] // STRIDE, 0, CELLS - 1)), int(np.clip(centre[0] // STRIDE, 0, CELLS - 1))] = True
        positive |= near
        corners[:, near] = quad.reshape(8, 1)
        size[0, near], size[1, near] = width, height
        trust[near] = (1.0 if true else 0.5) * min(1.5, 5 / near.sum())
    return positive, background, corners, size, trust


def batch_of(composer, count):
    images, targets = [], []
    for _ in range(count):
        image, quads, ignored = composer.sample()
        images.append(image)
        targets.append(target_of(quads, ignored))
    x = torch.from_numpy(np.stack(images))[:, None].float().div_(255).contiguous(memory_format=torch.channels_last)
    return x, [torch.from_numpy(np.stack(part)) for part in zip(*targets)]


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
    with half():
        features = net.features(x)
    out = net.out(features.float())
    score = out[:, 0]
    probability = score.sigmoid().detach()
    # background: focal, so that the many easy cells weigh little
    empty = functional.binary_cross_entropy_with_logits(score, torch.zeros_like(score), reduction='none')
    loss_empty = (empty * probability**2 * background * (~positive)).sum()
    count = max(1, int(positive.sum()))
    if not positive.any():
        return loss_empty / 20, 0.0
    where = positive.nonzero(as_tuple=True)
    found = corners_of(out).permute(0, 2, 3, 1)[where]
    wanted = corners.permute(0, 2, 3, 1)[where]
    scale = size.permute(0, 2, 3, 1)[where].repeat(1, 4)
    weight = trust[where]
    l1 = functional.smooth_l1_loss(found / scale, wanted / scale, beta=0.05, reduction='none').sum(1)
    iou, generalised = overlaps(enclosing(found), enclosing(wanted))
    goal = iou.detach().clamp(min=0.3)
    loss_score = (functional.binary_cross_entropy_with_logits(score[where], goal, reduction='none') * weight).sum()
    total = weight.sum()
    return (loss_empty + loss_score) / total + 1.5 * (l1 * weight).sum() / total + (weight * (1 - generalised)).sum() / total, float(iou.mean())


def held_out(net, scenes):
    """Share of held-out photographs whose best box overlaps a labelled one by more than half."""
    net.eval()
    hits = 0
    with torch.no_grad():
        for image, quads in scenes:
            side = [-(-s // 32) * 32 for s in image.shape]
            padded = np.full(side, 114, np.uint8)
            padded[: image.shape[0], : image.shape[1]] = image
            found = decode(net(torch.from_numpy(padded)[None, None].float() / 255)[0], most=1)
            boxes = [(*q.min(0), *q.max(0)) for q, _ in quads]
            hits += bool(found) and max(box_iou((*found[0][1].min(0), *found[0][1].max(0)), b) for b in boxes) > 0.5
    net.train()
    return hits / len(scenes)


def cpu_seconds():
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime


def main():
    args = options()
    torch.set_num_threads(args.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(args.seed)
    os.makedirs(args.out, exist_ok=True)
    path = os.path.join(args.out, 'checkpoint.pt')
    net, shadow = Detector().to(memory_format=torch.channels_last), Detector()
    print('parameters', sum(p.numel() for p in net.parameters()), flush=True)
    optimiser = torch.optim.AdamW([{'params': [p for p in net.parameters() if p.ndim > 1], 'weight_decay': 1e-2}, {'params': [p for p in net.parameters() if p.ndim <= 1], 'weight_decay': 0.0}], args.rate)
    average, step, cpu_before = Average(net), 0, 0.0
    if os.path.exists(path):
        kept = torch.load(path)
        net.load_state_dict(kept['net'])
        optimiser.load_state_dict(kept['optimiser'])
        average.state, step, cpu_before = kept['average'], kept['step'], kept['cpu']
        print('resumed at', step, flush=True)
    composer = Composer(args.seed * 1_000_003 + step, load_real('train'))
    validation = load_real('valid')[::4]
    end = {'at': args.steps, 'from': args.steps - args.decay_steps}

    def finish(*_):
        end['from'], end['at'] = step, step + args.decay_steps

    signal.signal(signal.SIGUSR1, finish)
    started, losses, ious = time.time(), [], []
    while step < end['at']:
        warm, fall = min(1.0, (step + 1) / 150), min(1.0, (end['at'] - step) / max(1, end['at'] - end['from']))
        for group in optimiser.param_groups:
            group['lr'] = args.rate * warm * fall
        loss, iou = loss_of(net, *batch_of(composer, args.batch))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        step += 1
        average.update(net, step)
        losses.append(loss.item())
        ious.append(iou)
        if step % args.every == 0 or step == end['at']:
            shadow.load_state_dict(average.state)
            print(json.dumps({'step': step, 'loss': round(float(np.mean(losses)), 4), 'iou': round(float(np.mean(ious)), 3), 'heldOut': round(held_out(shadow, validation), 3),
                              'rate': round(optimiser.param_groups[0]['lr'], 6), 'cpu': round(cpu_before + cpu_seconds()), 'wall': round(time.time() - started)}), flush=True)
            losses.clear()
            ious.clear()
            save(path, net=net.state_dict(), optimiser=optimiser.state_dict(), average=average.state, step=step, cpu=cpu_before + cpu_seconds())
    save(os.path.join(args.out, 'final.pt'), average=average.state, step=step, cpu=cpu_before + cpu_seconds())


if __name__ == '__main__':
    main()
