"""Half precision where the processor has instructions for it: two thirds of a training step's time are convolutions, and those halve.

Weights, optimiser, losses and the last layer stay float32. `GATEHOUSE_HALF=0` turns it off, `=1` forces it.
"""
import contextlib
import os

import torch


def has_half(device):
    wish = os.environ.get('GATEHOUSE_HALF')
    if wish:
        return wish == '1'
    if device == 'cuda':
        return torch.cuda.is_bf16_supported()
    try:
        with open('/proc/cpuinfo', encoding='ascii') as file:
            flags = set(next(line for line in file if line.startswith('flags')).split())
    except (OSError, StopIteration):
        return False
    return bool(flags & {'avx512_bf16', 'amx_bf16'})


def half(device):
    return torch.autocast(device, dtype=torch.bfloat16) if has_half(device) else contextlib.nullcontext()
