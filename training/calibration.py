"""Does a probability mean what it says? Expected calibration error, one temperature, and a reliability diagram as SVG.

Temperature (Guo et al. 2017): log-odds are divided by it before the softmax; under 1 it sharpens, over 1 it softens.
"""
import numpy as np
import torch

from reading import probability

BINS = 10
GRID = np.round(np.arange(0.5, 1.55, 0.05), 2)


def text_probabilities(logits, texts, temperature=1.0):
    """[40, N, 37] log-odds and one text per crop -> P(text) under each crop's CTC, [N]."""
    log = (logits / temperature).log_softmax(2)
    return np.array([float(probability(log[:, i : i + 1], text)[0]) if text else 0.0 for i, text in enumerate(texts)])


def log_loss(says, right):
    says = np.clip(says, 1e-4, 1 - 1e-4)
    return float(-np.mean(np.where(right, np.log(says), np.log(1 - says))))


def fitted_temperature(logits, texts, right):
    """The temperature of the grid under which right and wrong readings are told apart with the least log loss."""
    return float(min(GRID, key=lambda t: log_loss(text_probabilities(logits, texts, float(t)), right)))


def bins_of(says, right):
    """[(mean said, share right, count)] of ten equal bins; empty ones are left out."""
    index = np.minimum((says * BINS).astype(int), BINS - 1)
    return [(float(says[index == b].mean()), float(right[index == b].mean()), int((index == b).sum())) for b in range(BINS) if (index == b).any()]


def expected_error(bins):
    total = sum(count for _, _, count in bins)
    return sum(count * abs(said - was) for said, was, count in bins) / total


def diagram(curves, path):
    """Reliability: what was right against what was said. `curves` is {name: bins}; dots grow with the bin's count."""
    side, left, top = 320, 60, 24
    at = lambda said, was: (left + said * side, top + (1 - was) * side)
    colours = ['#1f6feb', '#d9480f', '#2b8a3e']
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + side + 190} {top + side + 52}" font-family="sans-serif" font-size="12" role="img">',
        '<title>Reliability of the reader on held-out renders: share right against probability said</title>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for k in range(0, 11, 2):
        x, y = at(k / 10, k / 10)
        out += [f'<path d="M{x:.0f} {top}V{top + side}M{left} {y:.0f}H{left + side}" stroke="#dddddd" fill="none"/>',
                f'<text x="{x:.0f}" y="{top + side + 18}" text-anchor="middle">{k / 10:.1f}</text>', f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end">{k / 10:.1f}</text>']
    out += [f'<path d="M{left} {top + side}L{left + side} {top}" stroke="#888888" stroke-dasharray="4 4"/>',
            f'<text x="{left + side / 2:.0f}" y="{top + side + 40}" text-anchor="middle">probability said</text>',
            f'<text transform="translate(16 {top + side / 2:.0f}) rotate(-90)" text-anchor="middle">share right</text>']
    for number, ((name, bins), colour) in enumerate(zip(curves.items(), colours)):
        most = max(count for _, _, count in bins)
        points = [at(said, was) for said, was, _ in bins]
        out.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + 7 * (count / most) ** 0.5:.1f}" fill="{colour}" fill-opacity="0.7"/>' for (x, y), (_, _, count) in zip(points, bins)]
        y = top + 16 + 40 * number
        out += [f'<circle cx="{left + side + 22}" cy="{y - 4}" r="5" fill="{colour}"/>', f'<text x="{left + side + 34}" y="{y}">{name}</text>',
                f'<text x="{left + side + 34}" y="{y + 16}">expected error {100 * expected_error(bins):.1f} %</text>']
    with open(path, 'w', encoding='utf8') as file:
        file.write('\n'.join(out) + '\n</svg>\n')
