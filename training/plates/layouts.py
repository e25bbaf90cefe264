"""One plate, drawn flat in grey: field, strips, bands, lettering, characters, bolts, stickers, frame.

Units: one character is GLYPH_HEIGHT pixels high; everything else is a factor of that. Grey is 0…255 float32.
"""
from dataclasses import dataclass

import cv2
import numpy as np

from .fonts import GLYPH_HEIGHT as H
from .grammar import FONT_FAMILY, PATTERNS, WEIGHTS, alike

COUNTRIES, SHARES = list(WEIGHTS), list(WEIGHTS.values())
EU_STRIP = {'de': 0.95, 'fr': 0.9, 'it': 0.9, 'es': 0.85, 'nl': 0.9, 'pl': 0.9, 'cz': 0.9, 'sk': 0.85, 'ro': 0.92, 'other_eu': 0.7, 'two_rows_eu': 0.8, 'tr': 0.9, 'uk': 0.4, 'in': 0.35, 'in_two': 0.25}
TWO_STRIPS = {'fr': 0.9, 'it': 0.9}
SIZE = {  # the whole plate, width and height in character heights, from the published dimensions in mm
    'us': (4.35, 2.15), 'de': (6.93, 1.47), 'fr': (6.9, 1.47), 'it': (6.7, 1.47), 'es': (6.75, 1.43), 'nl': (6.8, 1.45), 'pl': (6.5, 1.43), 'cz': (7.0, 1.5), 'sk': (6.95, 1.47),
    'ro': (6.95, 1.48), 'other_eu': (6.9, 1.5), 'tr': (6.8, 1.45), 'uk': (6.58, 1.41), 'br': (6.35, 2.06), 'br_mercosur': (6.15, 2.0), 'ar': (4.4, 1.9), 'ar_mercosur': (6.15, 2.0),
    'in': (7.4, 1.8), 'in_two': (5.2, 3.05),
}
SIZE_OF_TWO_ROWS = {'br': (4.3, 3.2), 'br_mercosur': (3.8, 3.2), 'ar_mercosur': (4.2, 3.1), 'uk': (3.6, 2.6), 'in_two': (5.2, 3.05)}  # motorcycles, lorries
TOP_SHARE = {'us': (0.45, 0.66), 'br': (0.5, 0.68), 'br_mercosur': (0.6, 0.72), 'ar_mercosur': (0.6, 0.72), 'ar': (0.5, 0.66)}  # of the free height
TO_SIZE = 0.75  # share of plates drawn to SIZE; the others have free proportions
MARGINS = {  # free proportions: top and bottom, in character heights
    'us': ((0.42, 0.75), (0.3, 0.6)), 'br': ((0.38, 0.58), (0.15, 0.3)), 'br_mercosur': ((0.5, 0.66), (0.16, 0.3)),
    'ar': ((0.3, 0.62), (0.16, 0.34)), 'ar_mercosur': ((0.45, 0.62), (0.14, 0.3)), 'in': ((0.15, 0.5), (0.15, 0.5)),
}
CROWDED = {'us': 0.17, 'br': 0.05, 'br_mercosur': 0.05, 'ar': 0.05, 'in': 0.06, 'in_two': 0.04, 'anything': 0.1}  # something tight against an end of the row
JOINT = {
    'us': ['gap', 'gap', 'icon', 'icon', 'icon', 'dash', 'dot'], 'de': ['seals', 'seals', 'seals', 'gap'], 'sk': ['icon', 'gap', 'seals'], 'cz': ['gap', 'seals', 'icon'],
    'pl': ['sticker', 'gap'], 'fr': ['dash'], 'nl': ['dash'], 'br': ['dot', 'dot', 'dash', 'gap'], 'ar': ['icon', 'gap', 'dot'], 'in': ['gap', 'dash', 'dot'], 'in_two': ['gap', 'dash', 'dot'],
}


@dataclass
class Plate:
    image: np.ndarray  # float32 grey
    text: str          # A-Z0-9, rows joined
    country: str
    rows: int
    ink: tuple         # x0, y0, x1, y1 of all characters
    centres: list      # (x, y, row) of each character of text


def put(image, mask, x, y, tone, strength=1.0):
    """Blend ink of one tone through a uint8 mask; parts outside the image are cut off."""
    x, y = int(x), int(y)
    x0, y0 = max(0, x), max(0, y)
    x1, y1 = min(image.shape[1], x + mask.shape[1]), min(image.shape[0], y + mask.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    alpha = mask[y0 - y : y1 - y, x0 - x : x1 - x] * np.float32(strength / 255)
    area = image[y0:y1, x0:x1]
    area += (tone - area) * alpha


def put_line(image, text, x, y, face, scale, tone, thick):
    """OpenCV's own lettering from the left end of its baseline; it writes on bytes only, hence the mask."""
    (width, height), below = cv2.getTextSize(text, face, scale, thick)
    mask = np.zeros((height + below + 6, width + 6), np.uint8)
    cv2.putText(mask, text, (3, height + 3), face, scale, 255, thick, cv2.LINE_AA)
    put(image, mask, x - 3, y - height - 3, tone)


def put_word(rng, image, words, x, y, height, tone, widest, strength=1.0):
    mask = rng.choice(words)
    width = min(int(mask.shape[1] * height / mask.shape[0] * rng.uniform(0.85, 1.3)), int(widest))
    if width >= 5 and height >= 4:
        put(image, cv2.resize(mask, (width, int(height)), interpolation=cv2.INTER_AREA), x - width / 2, y, tone, strength)


def blob(rng, image, x, y, width, height, tone):
    """A map, seal, star, tree or logo between or beside the characters."""
    kind = rng.randrange(5)
    cx, cy = x + width / 2, y + height / 2
    if kind == 0:
        cv2.circle(image, (int(cx), int(cy)), max(2, int(width / 2)), tone, -1 if rng.random() < 0.6 else 2, cv2.LINE_AA)
        if rng.random() < 0.5:
            cv2.circle(image, (int(cx), int(cy)), max(1, int(width / 4)), tone + rng.uniform(30, 110), -1, cv2.LINE_AA)
    elif kind == 1:
        count = rng.randint(5, 11)
        radius = [rng.uniform(0.3, 0.55) for _ in range(count)]
        points = [(cx + width * r * np.cos(2 * np.pi * i / count), cy + height * r * np.sin(2 * np.pi * i / count)) for i, r in enumerate(radius)]
        cv2.fillPoly(image, [np.int32(points)], tone, cv2.LINE_AA)
    elif kind == 2:
        points = [(cx + width * (0.5 if i % 2 == 0 else 0.2) * np.sin(i * np.pi / 5), cy - width * (0.5 if i % 2 == 0 else 0.2) * np.cos(i * np.pi / 5)) for i in range(10)]
        cv2.fillPoly(image, [np.int32(points)], tone, cv2.LINE_AA)
    elif kind == 3:
        points = [(x, y), (x + width, y), (x + width, y + height * 0.55), (cx, y + height), (x, y + height * 0.55)]
        cv2.fillPoly(image, [np.int32(points)], tone, cv2.LINE_AA)
        if rng.random() < 0.6:
            cv2.line(image, (int(cx), int(y + 3)), (int(cx), int(y + height * 0.8)), tone + rng.uniform(40, 130), 2)
    else:
        for _ in range(rng.randint(2, 5)):
            ax, ay = rng.uniform(x, x + width * 0.7), rng.uniform(y, y + height * 0.8)
            cv2.ellipse(image, (int(ax), int(ay)), (rng.randint(2, max(3, int(width * 0.35))), rng.randint(2, max(3, int(height * 0.2)))), rng.uniform(0, 180), 0, 360, tone + rng.uniform(-25, 25), -1)


def joint(rng, image, kind, x, width, top, bg, fg, words):
    middle = top + H / 2
    soft = fg + (bg - fg) * rng.uniform(0.0, 0.75)
    if kind == 'dash':
        thick = rng.uniform(0.05, 0.09) * H
        cv2.rectangle(image, (int(x + 2), int(middle - thick)), (int(x + width - 2), int(middle + thick)), fg, -1)
    elif kind == 'dot':
        cv2.circle(image, (int(x + width / 2), int(middle + rng.uniform(-3, 3))), rng.randint(2, 5), fg, -1, cv2.LINE_AA)
    elif kind == 'icon':
        size = rng.uniform(0.35, 0.95) * H
        blob(rng, image, x + 2, middle - size / 2, width - 4, size, soft)
    elif kind == 'sticker':
        size = int(min(width - 4, rng.uniform(0.3, 0.45) * H))
        cv2.rectangle(image, (int(x + 2), int(middle - size / 2)), (int(x + 2 + size), int(middle + size / 2)), soft, -1)
        put_word(rng, image, words, x + 2 + size / 2, middle - size / 5, size * 0.4, bg, size)
    elif kind == 'seals':
        for centre, share in ((top + 0.22 * H, 0.9), (top + 0.74 * H, 0.8)):
            if rng.random() < 0.93:
                radius = int(min(width / 2 - 1, rng.uniform(0.13, 0.24) * H) * share)
                cv2.circle(image, (int(x + width / 2), int(centre)), radius, fg + (bg - fg) * rng.uniform(0.15, 0.8), -1, cv2.LINE_AA)
                if rng.random() < 0.7:
                    cv2.circle(image, (int(x + width / 2), int(centre)), max(1, radius // 2), fg + (bg - fg) * rng.uniform(0, 1), -1, cv2.LINE_AA)
                if rng.random() < 0.3:
                    cv2.circle(image, (int(x + width / 2), int(centre)), radius, fg + (bg - fg) * rng.uniform(0, 0.5), 1, cv2.LINE_AA)


def set_row(rng, text, font, country, stretch, spacing):
    """[(what, glyph or joint, x, width)] and the row's width."""
    items, x = [], 0.0
    for char in text:
        if char == ' ':
            x += rng.uniform(0.12, 0.6) * H
        elif char == '-':
            kind = rng.choice(JOINT.get(country, ['gap', 'dash', 'icon', 'dot']))
            width = rng.uniform(*{'gap': (0.15, 0.7), 'dash': (0.25, 0.5), 'dot': (0.18, 0.36), 'icon': (0.3, 0.85), 'sticker': (0.35, 0.6), 'seals': (0.34, 0.5)}[kind]) * H
            items.append((kind, None, x, width))
            x += width + spacing
        else:
            glyph = font[char]
            width = max(3, int(glyph.shape[1] * stretch))
            items.append(('glyph', cv2.resize(glyph, (width, H)) if abs(stretch - 1) > 0.04 else glyph, x, width))
            x += width + spacing
    return items, x - spacing


def tones(rng, country):
    """Field and ink."""
    if country == 'ar' or (country == 'anything' and rng.random() < 0.15) or (country in ('us', 'in', 'in_two', 'br') and rng.random() < 0.06):
        return rng.uniform(10, 80), rng.uniform(165, 250)
    bg = rng.uniform(165, 250) if rng.random() < 0.7 else rng.uniform(105, 190)
    if country == 'br':
        bg = rng.uniform(110, 215)
    return bg, rng.uniform(5, 75) if rng.random() < 0.85 else rng.uniform(50, bg - 60)


def strip(rng, image, x, width, country):
    height = image.shape[0]
    tone = rng.uniform(20, 120)
    bright = tone + rng.uniform(40, 140)
    cv2.rectangle(image, (int(x), 0), (int(x + width), height), tone, -1)
    if rng.random() < 0.85:
        label = rng.choice({'de': ['D'], 'fr': ['F'], 'it': ['I'], 'es': ['E'], 'nl': ['NL'], 'pl': ['PL'], 'cz': ['CZ'], 'sk': ['SK'], 'ro': ['RO'], 'tr': ['TR'], 'uk': ['GB', 'UK'], 'in': ['IND'], 'in_two': ['IND']}.get(country, ['A', 'H', 'SLO', 'BG', 'LT', 'P', 'N', 'S', 'HR', 'LV', 'EST', 'B', 'L']))
        scale = rng.uniform(0.35, 0.6) * min(1, width / 20 / max(1, len(label) * 0.6))
        (w, _), _ = cv2.getTextSize(label, cv2.FONT_HERSHEY_SIMPLEX, scale, 1)
        put_line(image, label, int(x + (width - w) / 2), int(height * rng.uniform(0.82, 0.94)), cv2.FONT_HERSHEY_SIMPLEX, scale, bright, rng.randint(1, 2))
    if rng.random() < 0.8:
        radius, cy = width * 0.3, height * rng.uniform(0.25, 0.4)
        for i in range(12 if rng.random() < 0.7 else 0):
            cv2.circle(image, (int(x + width / 2 + radius * np.cos(i * np.pi / 6)), int(cy + radius * np.sin(i * np.pi / 6))), 1, bright, -1)


def scenery(rng, image, fg, bg, top, bottom):
    """Printed pictures behind the characters: hills, a coloured band, a large emblem, all closer to the field than to the ink."""
    height, width = image.shape
    tone = lambda: bg + (fg - bg) * rng.uniform(-0.15, 0.45)
    if rng.random() < 0.25:
        line = rng.uniform(0.3, 0.85) * height
        ridge = [(width * i / 6, line + rng.uniform(-0.2, 0.2) * height) for i in range(7)]
        cv2.fillPoly(image, [np.int32([(0, height), *ridge, (width, height)])], tone(), cv2.LINE_AA)
    if rng.random() < 0.22:
        share = rng.uniform(0.6, 1.15)
        y0, y1 = (0, top * share) if rng.random() < 0.6 else (height - bottom * share, height)
        cv2.rectangle(image, (0, int(y0)), (width, int(y1)), tone() if rng.random() < 0.5 else rng.uniform(20, 240), -1)
    if rng.random() < 0.15:
        size = rng.uniform(0.8, 1.8) * H
        blob(rng, image, rng.uniform(0, width - size), rng.uniform(0, max(1, height - size)), size, size, tone())


def decorate_us(rng, image, words, top, bottom, fg, bg):
    """State name, slogan, registration stickers: what surrounds the characters of a US plate."""
    height, width = image.shape
    if rng.random() < 0.35:
        image += cv2.resize(np.float32([[rng.gauss(0, 1) for _ in range(6)] for _ in range(3)]), (width, height), interpolation=cv2.INTER_CUBIC) * rng.uniform(4, 26)
    if rng.random() < 0.35:
        image += (np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None]) * rng.uniform(-80, 80)
    scenery(rng, image, fg, bg, top, bottom)
    soft = fg + (bg - fg) * rng.uniform(0, 0.6)
    if rng.random() < 0.9:
        size = rng.uniform(0.2, min(0.55, top / H - 0.04)) * H
        put_word(rng, image, words, width * rng.uniform(0.35, 0.65), max(0, (top - size) * rng.uniform(0.1, 0.9)), size, soft, width * 0.7)
    if rng.random() < 0.7:
        size = rng.uniform(0.12, max(0.16, bottom / H - 0.08)) * H
        put_word(rng, image, words, width * rng.uniform(0.35, 0.65), height - bottom + (bottom - size) * rng.uniform(0.3, 0.9), size, soft, width * 0.75)
    for left in (True, False):
        if rng.random() < 0.5:
            w, h = rng.uniform(0.3, 0.75) * H, rng.uniform(0.2, 0.45) * H
            x = rng.uniform(0.0, 0.12) * width if left else width * rng.uniform(0.88, 1.0) - w
            y = rng.uniform(0, 0.08) * H if rng.random() < 0.7 else height - h - rng.uniform(0, 0.08) * H
            tone = rng.uniform(30, 245)
            cv2.rectangle(image, (int(x), int(y)), (int(x + w), int(y + h)), tone, -1)
            put_word(rng, image, words, x + w / 2, y + h * 0.2, h * 0.6, rng.uniform(0, 255), w)


def decorate_band(rng, image, words, country, top, fg, bg, band):
    """South American plates carry the country or town above the characters, on a band or on the field."""
    width = image.shape[1]
    if rng.random() < 0.9:
        size = min(rng.uniform(0.2, 0.36) * H, top - 4)
        tone = rng.uniform(170, 250) if band else fg + (bg - fg) * rng.uniform(0, 0.4)
        put_word(rng, image, words, width * rng.uniform(0.35, 0.65), (top - size) * rng.uniform(0.15, 0.6), size, tone, width * 0.75)
    if band and rng.random() < 0.6:
        blob(rng, image, width * rng.choice([0.03, 0.86]), 2, 0.4 * H, min(top - 6, 0.3 * H), rng.uniform(120, 250))


def bolts(rng, image, country, top, bottom):
    height, width = image.shape
    if rng.random() > (0.8 if country in ('us', 'br', 'br_mercosur', 'ar', 'ar_mercosur', 'in', 'in_two') else 0.25):
        return
    for cx in (rng.uniform(0.08, 0.3), rng.uniform(0.7, 0.92)):
        for cy in ((top * rng.uniform(0.2, 0.95),), (top * rng.uniform(0.2, 0.95), height - bottom * rng.uniform(0.2, 0.9)))[rng.random() < 0.5]:
            tone = rng.uniform(5, 120) if rng.random() < 0.7 else rng.uniform(150, 250)
            radius = rng.randint(2, 5)
            cv2.circle(image, (int(cx * width), int(cy)), radius, tone, -1, cv2.LINE_AA)
            if rng.random() < 0.4:
                cv2.circle(image, (int(cx * width) - 1, int(cy) - 1), max(1, radius - 2), rng.uniform(80, 250), -1, cv2.LINE_AA)


def beside(rng, image, words, x, y, leftward, fg, bg):
    """One thing set tight against the first or last character, which begins or ends at x: an icon, sticker, bolt, frame or small lettering."""
    height, width = image.shape
    gap = rng.uniform(0.02, 0.16) * H
    kind = rng.choice(['icon', 'icon', 'sticker', 'bolt', 'frame', 'line', 'word'])
    w = {'icon': (0.22, 0.62), 'sticker': (0.2, 0.55), 'bolt': (0.08, 0.24), 'frame': (0.4, 1.2), 'line': (0.02, 0.07), 'word': (0.25, 0.6)}[kind]
    w = rng.uniform(*w) * H
    h = w if kind == 'bolt' else rng.uniform(0.3, 1.0) * H
    left = x - gap - w if leftward else x + gap
    top = y + rng.uniform(-0.1, 1.1) * (H - h)
    tone = fg + (bg - fg) * rng.uniform(0.0, 0.7)
    if kind == 'icon':
        blob(rng, image, left, top, w, h, tone)
    elif kind == 'bolt':
        radius = max(2, int(w / 2))
        cv2.circle(image, (int(left + w / 2), int(top + h / 2)), radius, rng.uniform(5, 120) if rng.random() < 0.7 else rng.uniform(150, 250), -1, cv2.LINE_AA)
        if rng.random() < 0.5:
            cv2.circle(image, (int(left + w / 2), int(top + h / 2)), max(1, radius - 2), rng.uniform(60, 250), -1, cv2.LINE_AA)
    elif kind == 'word':
        put_word(rng, image, words, left + w / 2, top, max(5, h * rng.uniform(0.2, 0.45)), tone, w)
    elif kind == 'sticker':
        cv2.rectangle(image, (int(left), int(top)), (int(left + w), int(top + h)), rng.uniform(20, 245), -1)
        put_word(rng, image, words, left + w / 2, top + h * 0.2, h * 0.55, rng.uniform(0, 255), w)
    else:  # the upright part of a dealer's frame, or of a printed border
        tone = rng.uniform(0, 70) if rng.random() < 0.7 else rng.uniform(150, 250)
        cv2.rectangle(image, (int(left), 0), (int(left + w), height), tone, -1)  # thinner than a 1, or higher: it can be told


def free_size(rng, lines, font, country, spacing, strips):
    """Rows, their width, left and right, top and bottom margins: any proportions."""
    stretch = rng.uniform(0.85, 1.12) if rng.random() < 0.5 else 1.0
    rows = [set_row(rng, line, font, country, stretch, spacing) for line in lines]
    (t0, t1), (b0, b1) = MARGINS.get(country, ((0.13, 0.34), (0.13, 0.34)))
    sides = (strips[0] + rng.uniform(0.1, 0.6) * H, strips[1] + rng.uniform(0.1, 0.6) * H)
    return rows, max(width for _, width in rows), sides, (rng.uniform(t0, t1) * H, rng.uniform(b0, b1) * H)


def to_size(rng, lines, font, country, spacing, strips, gap):
    """The same, on a sheet of the country's size: long texts are squeezed, short ones stand wider apart."""
    size = SIZE_OF_TWO_ROWS.get(country, SIZE[country]) if len(lines) == 2 else SIZE[country]
    sheet_width, sheet_height = (value * rng.uniform(0.95, 1.05) * H for value in size)
    available = sheet_width - sum(strips) - 2 * rng.uniform(0.08, 0.3) * H
    state = rng.getstate()
    rows = [set_row(rng, line, font, country, 1.0, spacing) for line in lines]
    natural = max(width for _, width in rows)
    if natural > available or rng.random() < 0.5:
        squeeze = max(0.62, min(1.12, available / natural))
        rng.setstate(state)  # the same gaps and joints, narrower
        rows = [set_row(rng, line, font, country, squeeze, spacing * squeeze) for line in lines]
    widest = max(width for _, width in rows)
    free = max(0.12 * H, sheet_width - sum(strips) - widest)
    share = rng.uniform(0.4, 0.6)
    spare = max(0.2 * H, sheet_height - len(lines) * H - (len(lines) - 1) * gap)
    low, high = TOP_SHARE.get(country, (0.42, 0.58))
    above = spare * rng.uniform(low, high)
    return rows, widest, (strips[0] + free * share, strips[1] + free * (1 - share)), (above, spare - above)


def draw_plate(rng, fonts, words, country=None, hard=0.0):
    """`hard`: share of plates with more look-alikes than their country issues."""
    country = country or rng.choices(COUNTRIES, SHARES)[0]
    text = PATTERNS[country](rng)
    if hard and rng.random() < hard:
        text = alike(rng, text, country)
    font = rng.choice(fonts[rng.choice(FONT_FAMILY[country])])
    bg, fg = tones(rng, country)
    spacing = max(1.0, rng.uniform(0.05, 0.24) * H * (1.3 if country in ('in', 'in_two', 'br', 'us') and rng.random() < 0.2 else 1))
    eu = rng.random() < EU_STRIP.get(country, 0) and rng.uniform(0.45, 0.75) * H
    right_strip = eu and rng.random() < TWO_STRIPS.get(country, 0.04) and rng.uniform(0.4, 0.7) * H
    strips = ((eu or 0), (right_strip or 0))
    lines = text.split('/')
    gap = rng.uniform(0.12, 0.35) * H
    if country in SIZE and rng.random() < TO_SIZE:
        rows, widest, (left, right), (top, bottom) = to_size(rng, lines, font, country, spacing, strips, gap)
    else:
        rows, widest, (left, right), (top, bottom) = free_size(rng, lines, font, country, spacing, strips)
    height = int(top + bottom + len(rows) * H + (len(rows) - 1) * gap)
    width = int(left + right + widest)
    image = np.full((height, width), bg, np.float32)
    band = country in ('br_mercosur', 'ar_mercosur')
    if band:
        cv2.rectangle(image, (0, 0), (width, int(top - rng.uniform(0.06, 0.16) * H)), rng.uniform(20, 110), -1)
    if country == 'ar' and rng.random() < 0.75:
        inset = rng.randint(2, 7)
        cv2.rectangle(image, (0, 0), (width, height), rng.uniform(140, 240), -1)
        cv2.rectangle(image, (inset, inset if rng.random() < 0.5 else int(top - 6)), (width - 1 - inset, height - 1 - inset), bg, -1)
    if eu:
        strip(rng, image, 0, eu - rng.uniform(1, 4), country)
    if right_strip:
        strip(rng, image, width - right_strip + rng.uniform(1, 4), right_strip, 'other_eu')
    if rng.random() < 0.5:
        inset = rng.randint(1, 4)
        cv2.rectangle(image, (inset, inset), (width - 1 - inset, height - 1 - inset), fg + (bg - fg) * rng.uniform(0, 0.3), rng.randint(1, 2))
    if country == 'us' or (country in ('in', 'uk', 'anything', 'other_eu') and rng.random() < 0.12):
        decorate_us(rng, image, words, top, bottom, fg, bg)
    elif country in ('br', 'br_mercosur', 'ar', 'ar_mercosur'):
        decorate_band(rng, image, words, country, top, rng.uniform(5, 90) if country == 'ar' and rng.random() < 0.5 else fg, bg, band)
    if country == 'us' and rng.random() < 0.14:
        blob(rng, image, rng.choice([2, width - 0.5 * H]), top + 0.2 * H, 0.4 * H, 0.5 * H, fg + (bg - fg) * rng.uniform(0.1, 0.8))
    emboss = rng.random() < 0.5 and (rng.choice([-1, 1, 2]), rng.uniform(15, 60) * (1 if bg > fg else -1))
    ink = [width, height, 0, 0]
    centres = []
    strength = rng.uniform(0.78, 1.0)
    for number, (items, row_width) in enumerate(rows):
        x0 = left + (widest - row_width) * (0.5 if rng.random() < 0.8 else rng.random())
        y0 = top + number * (H + gap)
        for kind, glyph, x, item_width in items:
            if kind == 'glyph':
                dy = rng.uniform(-1, 1)
                if emboss:
                    put(image, glyph, x0 + x + emboss[0], y0 + dy + emboss[0], bg + emboss[1], 0.7)
                put(image, glyph, x0 + x, y0 + dy, fg, strength)
                centres.append((x0 + x + item_width / 2, y0 + H / 2, number))
            elif kind != 'gap':
                joint(rng, image, kind, x0 + x, item_width, y0, bg, fg, words)
        ink = [min(ink[0], x0), min(ink[1], y0), max(ink[2], x0 + row_width), max(ink[3], y0 + H)]
    for leftward in (True, False):
        if rng.random() < CROWDED.get(country, 0.03):
            beside(rng, image, words, ink[0] if leftward else ink[2], top, leftward, fg, bg)
    bolts(rng, image, country, top, bottom)
    if rng.random() < (0.3 if country in ('us', 'br', 'ar', 'in') else 0.08):  # a dealer's frame over the margin
        tone = rng.uniform(0, 70) if rng.random() < 0.75 else rng.uniform(170, 250)
        cover = rng.uniform(0.08, 0.9)
        y = height - int(bottom * cover)
        cv2.rectangle(image, (0, y), (width, height), tone, -1)
        put_word(rng, image, words, width / 2, y + 1, max(4, bottom * cover * 0.7), 255 - tone, width * 0.7)
        if rng.random() < 0.5:
            cv2.rectangle(image, (0, 0), (width, int(top * rng.uniform(0.05, 0.6))), tone, -1)
    return Plate(image, ''.join(c for c in text if c.isalnum()), country, len(rows), tuple(ink), centres)
