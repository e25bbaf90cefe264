"""Worker processes that draw without end, and the records they hand over through shared memory.

A record is a picture (uint8) and a row of numbers (float32). Workers write blocks of records into memory shared at the
fork and send only the block's number, so that nothing is copied twice and no limit of /dev/shm applies.
"""
import mmap
import multiprocessing
import os
import time

import numpy as np
import torch

BLOCK = 64


class Supply:
    """`maker(seed)` returns a function that draws one (picture, numbers); one maker per process."""

    def __init__(self, maker, picture_shape, numbers, workers, seed, blocks_each=6):
        context = multiprocessing.get_context('fork')  # before the accelerator is touched
        count = workers * blocks_each
        self.pictures = shared(np.uint8, (count, BLOCK, *picture_shape))
        self.numbers = shared(np.float32, (count, BLOCK, numbers))
        self.spent = shared(np.float64, (workers,))  # CPU seconds of each worker
        self.full = context.SimpleQueue()
        self.free = [context.SimpleQueue() for _ in range(workers)]
        self.owner = [block // blocks_each for block in range(count)]
        for block, worker in enumerate(self.owner):
            self.free[worker].put(block)
        self.workers = [context.Process(target=self.work, args=(maker, seed + 7_919 * i, i), daemon=True) for i in range(workers)]
        for worker in self.workers:
            worker.start()

    def work(self, maker, seed, own):
        draw = maker(seed)
        while True:
            block = self.free[own].get()
            for i in range(BLOCK):
                self.pictures[block, i], self.numbers[block, i] = draw()
            self.spent[own] = time.process_time()
            self.full.put(block)

    def waiting(self):
        return not self.full.empty()

    def next(self):
        """(number of the block, pictures, numbers); give the number back when they have been copied."""
        block = self.full.get()
        return block, torch.from_numpy(self.pictures[block]), torch.from_numpy(self.numbers[block])

    def give_back(self, block):
        self.free[self.owner[block]].put(block)

    def stop(self):
        for worker in self.workers:
            worker.terminate()


def shared(kind, shape):
    size = int(np.prod(shape)) * np.dtype(kind).itemsize
    return np.frombuffer(mmap.mmap(-1, size), kind, int(np.prod(shape))).reshape(shape)


class Pool:
    """The newest records, pictures on the training device. A record is taken several times, posed and spoiled differently, before newer ones push it out."""

    def __init__(self, supply, size, device):
        self.supply, self.size, self.device = supply, size // BLOCK * BLOCK, device
        self.pictures = torch.empty((self.size, *supply.pictures.shape[2:]), dtype=torch.uint8, device=device)
        self.numbers = torch.empty((self.size, supply.numbers.shape[2]))
        self.at = self.filled = self.made = 0
        self.on_the_way = []  # blocks that the accelerator is still fetching
        if device != 'cpu':  # locked in memory, the blocks are fetched without the processor
            torch.cuda.cudart().cudaHostRegister(supply.pictures.ctypes.data, supply.pictures.nbytes, 0)

    def refill(self, most=8, least=0):
        """Takes what has been drawn, at most `most` blocks; waits until at least `least` records are there."""
        taken = 0
        while self.made < least or (taken < most and self.supply.waiting()):
            block, pictures, numbers = self.supply.next()
            self.pictures[self.at : self.at + BLOCK].copy_(pictures, non_blocking=True)
            self.numbers[self.at : self.at + BLOCK].copy_(numbers)
            self.release(block)
            self.at = (self.at + BLOCK) % self.size
            self.made += BLOCK
            self.filled = min(self.size, self.made)
            taken += 1

    def release(self, block):
        if self.device == 'cpu':
            self.supply.give_back(block)
            return
        fetched = torch.cuda.Event()
        fetched.record()
        self.on_the_way.append((fetched, block))
        while self.on_the_way and (self.on_the_way[0][0].query() or len(self.on_the_way) > 16):
            first, done = self.on_the_way.pop(0)
            first.synchronize()
            self.supply.give_back(done)

    def take(self, count):
        index = torch.randint(self.filled, (count,))
        return self.pictures[index.to(self.device)], self.numbers[index]


def usual_workers():
    return max(1, (os.cpu_count() or 2) - 1)
