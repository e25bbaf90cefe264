"""Eight-bit copies of a network: weights per output channel, activations per tensor, ranges from renders.

Every convolution but the first, the last ones and those named whole gets QuantizeLinear / DequantizeLinear around it (ONNX
opset 13), which onnxruntime joins into integer convolutions.
"""
import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

CLIP = 99.995  # percentile taken for the end of a range
STEPS = 63     # of a weight to each side: seven bits, since AVX2 without VNNI adds pairs of products in 16 bits and would saturate


class Ranges:
    """Ends of what goes into every convolution while the network looks at pictures, in the order they run."""

    def __init__(self, net, pictures):
        self.into = {}
        self.order = []
        for module in net.modules():
            if isinstance(module, torch.nn.Conv2d):
                module.register_forward_pre_hook(self.note)
        with torch.no_grad():
            for part in pictures.split(32):
                net(part)

    def note(self, module, args):
        if module not in self.into:
            self.order.append(module)
        low, high = np.percentile(args[0].numpy(), [100 - CLIP, CLIP])
        old = self.into.get(module, (0.0, 0.0))
        self.into[module] = (min(old[0], float(low), 0.0), max(old[1], float(high)))


class Graph:
    """An ONNX graph whose nodes are rewritten in order."""

    def __init__(self, model):
        self.model, self.nodes = model, []
        self.weights = {w.name: numpy_helper.to_array(w) for w in model.graph.initializer}
        self.extra = []
        self.coded = {}

    def constant(self, name, value):
        self.extra.append(numpy_helper.from_array(value, name))
        return name

    def through_bytes(self, tensor, low, high):
        """The tensor rounded to 256 steps from low to high."""
        if tensor not in self.coded:
            scale = np.float32((high - low) / 255)
            zero = np.uint8(np.clip(round(-low / float(scale)), 0, 255))
            names = [self.constant(f'{tensor}_scale', scale), self.constant(f'{tensor}_zero', zero)]
            self.nodes.append(helper.make_node('QuantizeLinear', [tensor, *names], [f'{tensor}_bytes']))
            self.nodes.append(helper.make_node('DequantizeLinear', [f'{tensor}_bytes', *names], [f'{tensor}_coded']))
            self.coded[tensor] = (f'{tensor}_coded', scale)
        return self.coded[tensor]

    def convolution(self, node, low, high):
        source, scale = self.through_bytes(node.input[0], low, high)
        weight, bias = self.weights[node.input[1]], self.weights[node.input[2]]
        per_channel = np.maximum(np.abs(weight).reshape(len(weight), -1).max(1), 1e-8).astype(np.float32) / STEPS
        whole = np.clip(np.round(weight / per_channel.reshape(-1, 1, 1, 1)), -STEPS, STEPS).astype(np.int8)
        name = node.input[1]
        zeros = np.zeros(len(weight))
        coded = [self.constant(f'{name}_int8', whole), self.constant(f'{name}_scale', per_channel), self.constant(f'{name}_zero', zeros.astype(np.int8))]
        self.nodes.append(helper.make_node('DequantizeLinear', coded, [f'{name}_coded'], axis=0))
        steps = (per_channel * scale).astype(np.float32)
        coded = [self.constant(f'{name}_bias', np.round(bias / steps).astype(np.int32)), self.constant(f'{name}_bias_scale', steps), self.constant(f'{name}_bias_zero', zeros.astype(np.int32))]
        self.nodes.append(helper.make_node('DequantizeLinear', coded, [f'{name}_bias_coded'], axis=0))
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        copy.input[:] = [source, f'{name}_coded', f'{name}_bias_coded']
        self.nodes.append(copy)

    def finished(self):
        graph = self.model.graph
        del graph.node[:]
        graph.node.extend(self.nodes)
        used = {name for node in self.nodes for name in node.input}
        kept = [w for w in graph.initializer if w.name in used]
        del graph.initializer[:]
        graph.initializer.extend(kept + self.extra)
        onnx.checker.check_model(self.model)
        return self.model


def quantised(path, ranges, whole=0):
    """The model at `path`; `whole` convolutions before the last stay float32, where positions need more than 256 steps."""
    model = onnx.load(path)
    graph = Graph(model)
    order = iter([ranges.into[module] for module in ranges.order])
    readers = {}
    for node in model.graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    convolutions = [n for n in model.graph.node if n.op_type == 'Conv']
    outputs = {o.name for o in model.graph.output}
    last = [n for n in convolutions if leads_only_to(n, readers, outputs)] + (convolutions[-1 - whole :-1] if whole else [])
    span_into = {n.name: next(order) for n in convolutions}
    for node in model.graph.node:
        if node.op_type == 'Conv' and node is not convolutions[0] and not any(node is n for n in last):
            graph.convolution(node, *span_into[node.name])
        else:
            graph.nodes.append(node)
    return graph.finished()


def leads_only_to(node, readers, outputs):
    """No other convolution comes after this one."""
    waiting, seen = list(node.output), set()
    while waiting:
        name = waiting.pop()
        for after in readers.get(name, []):
            if after.op_type == 'Conv':
                return False
            if after.name not in seen:
                seen.add(after.name)
                waiting += after.output
    return True
