"""Figures with their uncertainty."""
import math


def wilson(hits, count, z=1.96):
    """95 % interval of a share, both ends in 0…1."""
    if count == 0:
        return 0.0, 1.0
    share = hits / count
    middle = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, (middle - spread) / (1 + z * z / count)), min(1.0, (middle + spread) / (1 + z * z / count))


def figure(hits, count):
    low, high = wilson(hits, count)
    hits, count = int(hits), int(count)
    return {'hits': hits, 'of': count, 'percent': round(100 * hits / max(1, count), 1), 'low': round(100 * low, 1), 'high': round(100 * high, 1)}


def as_text(f):
    return f"{f['percent']:5.1f} % ({f['low']:.1f}–{f['high']:.1f}, {f['hits']}/{f['of']})"
