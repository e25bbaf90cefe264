"""What a run keeps of its weights: an exponential mean, checkpoints, the final file."""
import os

import torch


class Average:
    """Exponential mean of the weights; what is evaluated, kept and exported."""

    def __init__(self, net, keep=0.998):
        self.keep, current = keep, net.state_dict()  # these tensors stay the network's own
        self.state = {k: v.detach().clone() for k, v in current.items()}
        self.pairs = [(self.state[k], v) for k, v in current.items() if v.dtype.is_floating_point]
        self.counts = [(self.state[k], v) for k, v in current.items() if not v.dtype.is_floating_point]

    def update(self, step):
        keep = min(self.keep, (step + 1) / (step + 50))
        means, values = [m for m, _ in self.pairs], [v for _, v in self.pairs]
        torch._foreach_mul_(means, keep)
        torch._foreach_add_(means, values, alpha=1 - keep)

    def take(self, state):
        for k, v in state.items():
            self.state[k].copy_(v)

    def kept(self):
        for mean, value in self.counts:
            mean.copy_(value)
        return self.state


def optimiser_of(net, rate):
    matrices, vectors = [p for p in net.parameters() if p.ndim > 1], [p for p in net.parameters() if p.ndim <= 1]
    groups = [{'params': matrices, 'weight_decay': 1e-2}, {'params': vectors, 'weight_decay': 0.0}]
    fused = {'fused': True} if next(net.parameters()).is_cuda else {}
    return torch.optim.AdamW(groups, rate, **fused)


def on_cpu(value):
    if isinstance(value, dict):
        return {k: on_cpu(v) for k, v in value.items()}
    return value.detach().cpu() if torch.is_tensor(value) else value


def save(path, **parts):
    torch.save(on_cpu(parts), path + '.part')
    os.replace(path + '.part', path)
