"""The committed reader as weights to go on training with: its eight bits as floats, its batch norms as if they had never been folded away.

python3 -m reader.from_model models/plate-reader.onnx runs/committed

writes runs/committed/w<width>.pt, which `reader.train --start runs/committed` and held_out.py take. A folded convolution says nothing of the
mean and spread its norm had, so both are measured anew on renders; whatever they are, the network computes what it computed.
"""
import argparse
import json
import os

import cv2
import numpy as np
import onnx
import torch
from onnx import numpy_helper

from plates.crops import Renderer
from weights import save

from .net import Reader

SEED, CROPS = 530_001, 512


def convolutions(path):
    """[(weight, bias)] in the order they run, and {name: array} of the constants that stayed as they were."""
    graph = onnx.load(path).graph
    values = {w.name: numpy_helper.to_array(w) for w in graph.initializer}
    for node in graph.node:
        if node.op_type == 'DequantizeLinear' and node.input[0] in values:
            whole, scale = values[node.input[0]], values[node.input[1]]
            values[node.output[0]] = whole.astype(np.float32) * scale.reshape(-1, *[1] * (whole.ndim - 1))
    return [(values[node.input[1]], values[node.input[2]]) for node in graph.node if node.op_type == 'Conv'], values


def blocks(net):
    """(convolution, its batch norm or None), in the order they run."""
    modules = list(net.modules())
    for module, after in zip(modules, modules[1:]):
        if isinstance(module, torch.nn.Conv2d):
            yield module, after if isinstance(after, torch.nn.BatchNorm2d) else None


def measured(norm, _, out):
    """Gives a norm that does nothing but add its bias the spread it sees, and undoes both in its factor and offset."""
    mean, spread = out.mean((0, 2, 3)) - norm.bias, out.var((0, 2, 3), unbiased=False)
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(spread)
    norm.weight.copy_((spread + norm.eps).sqrt())
    norm.bias.add_(mean)


@torch.no_grad()
def reader_of(path, width, crops):
    found, values = convolutions(path)
    net = Reader(len(values['style.bias']), width).eval()
    pairs = list(blocks(net))
    if len(pairs) != len(found):
        raise SystemExit(f'{path} has {len(found)} convolutions, a reader of width {width:g} {len(pairs)}: no reader of this form')
    for (conv, norm), (weight, bias) in zip(pairs, found):
        conv.weight.copy_(torch.tensor(weight))
        (conv if norm is None else norm).bias.copy_(torch.tensor(bias))
        if norm is not None:
            norm.weight.fill_((1 + norm.eps) ** 0.5)  # mean 0 and spread 1, so far
    net.style.weight.copy_(torch.tensor(values['style.weight']))
    net.style.bias.copy_(torch.tensor(values['style.bias']))
    before = net(crops)[0]
    hooks = [norm.register_forward_hook(measured) for _, norm in pairs if norm is not None]
    net(crops)
    for hook in hooks:
        hook.remove()
    return net, float((net(crops)[0] - before).abs().max())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('model')
    parser.add_argument('out')
    args = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    with open(args.model.replace('.onnx', '.card.json'), encoding='utf8') as file:
        made = json.load(file)['training']
    renderer = Renderer(SEED, 6)
    crops = torch.from_numpy(np.stack([renderer.sample()[0] for _ in range(CROPS)]))[:, None].float() / 255
    net, moved = reader_of(args.model, made['width'], crops)
    os.makedirs(args.out, exist_ok=True)
    path = os.path.join(args.out, f"w{made['width']:g}.pt")
    before = {k: made[k] for k in ('steps', 'batch', 'crops', 'device', 'before') if k in made}
    save(path, average=net.state_dict(), width=made['width'], made=before)
    print(f'{path}: log-odds moved by {moved:.1e} at most')


if __name__ == '__main__':
    main()
