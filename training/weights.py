"""What a run keeps of its weights: an exponential mean, checkpoints, the final file."""
import os

import torch


class Average:
    """Exponential mean of the weights; what is evaluated, kept and exported."""

    def __init__(self, net, keep=0.998):
        self.state, self.keep = {k: v.detach().clone() for k, v in net.state_dict().items()}, keep

    def update(self, net, step):
        keep = min(self.keep, (step + 1) / (step + 50))
        current = net.state_dict()
        real = [k for k, v in current.items() if v.dtype.is_floating_point]
        torch._foreach_mul_([self.state[k] for k in real], keep)
        torch._foreach_add_([self.state[k] for k in real], [current[k] for k in real], alpha=1 - keep)
        for k in current.keys() - set(real):
            self.state[k].copy_(current[k])


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
