"""How long a run lasts and how its learning rate goes: a warm-up, a flat part, a fall to zero at the very end.

The end is a number of steps, or a number of seconds of wall clock; then the fall is fitted to the time that is left.
"""
import signal
import time

WARM_STEPS = 200


class Schedule:
    def __init__(self, rate, steps, seconds=None, fall_share=0.4, first=0):
        self.rate, self.steps, self.seconds, self.fall_share = rate, steps, seconds, fall_share
        self.first, self.started = first, time.time()
        self.cut = None  # progress at which SIGUSR1 asked for the fall
        signal.signal(signal.SIGUSR1, self.begin_fall)

    def begin_fall(self, *_):
        """From now on only the fall, as long as it would have been."""
        if self.cut is None and self.made() < 1 - self.fall_share:
            self.cut = self.made()

    def made(self):
        return (time.time() - self.started) / self.seconds if self.seconds else self.step / self.steps

    def at(self, step):
        """The rate of this step; 0 ends the run."""
        self.step = step
        progress = self.made() + (1 - self.fall_share - self.cut if self.cut is not None else 0)
        return self.rate * min(1.0, (step - self.first + 1) / WARM_STEPS) * max(0.0, min(1.0, (1 - progress) / self.fall_share))
