"""What air, light, lens and file format do to a small grey picture (float32, 0…255), in place of a camera."""
import cv2
import numpy as np


def field(noise, shape, rows, columns):
    """Smooth random surface, about N(0, 1)."""
    return cv2.resize(noise.standard_normal((rows, columns)).astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def dirt(rng, noise, image):
    """Mud and scratches: patches pull the field toward one tone."""
    patch = np.clip(field(noise, image.shape, rng.randint(3, 6), rng.randint(6, 14)) - rng.uniform(0.4, 1.3), 0, 1)
    return image + (rng.uniform(30, 170) - image) * patch * rng.uniform(0.3, 0.85)


def shadow(rng, image):
    height, width = image.shape
    y, x = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None]
    if rng.random() < 0.5:
        edge = x - width * rng.uniform(-0.2, 1.2) + rng.uniform(-2, 2) * (y - height / 2)
    else:
        edge = y - height * rng.uniform(0.05, 0.95) + rng.uniform(-0.2, 0.2) * (x - width / 2)
    soft = np.clip(edge / rng.uniform(0.5, 6) + 0.5, 0, 1)
    return image * (1 - soft * rng.uniform(0.25, 0.7))


def glare(rng, image):
    height, width = image.shape
    y, x = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None]
    size = rng.uniform(0.1, 0.4) * width
    spot = np.exp(-((x - rng.uniform(0, 1) * width) ** 2 + (y - rng.uniform(-0.2, 0.8) * height) ** 2) / (2 * size * size))
    return image + rng.uniform(40, 130) * spot


def rain(rng, image):
    out = image.copy()
    for _ in range(rng.randint(2, 14)):
        x, y, length = rng.uniform(0, image.shape[1]), rng.uniform(0, image.shape[0]), rng.uniform(2, 9)
        cv2.line(out, (int(x), int(y)), (int(x + length * 0.2), int(y + length)), rng.uniform(120, 255), 1, cv2.LINE_AA)
    return cv2.addWeighted(image, 0.6, out, 0.4, 0)


def motion(rng, image, longest):
    size = rng.randint(2, max(3, int(longest)))
    kernel = np.zeros((size, size), np.float32)
    if rng.random() < 0.75:
        cv2.line(kernel, (0, rng.randrange(size)), (size - 1, rng.randrange(size)), 1.0, 1)
    else:
        cv2.line(kernel, (rng.randrange(size), 0), (rng.randrange(size), size - 1), 1.0, 1)
    return cv2.filter2D(image, -1, kernel / kernel.sum())


def light(rng, image):
    """Exposure: day, night, infra-red with bloom, gamma. Returns the image and the noise that suits it."""
    kind = rng.random()
    if kind < 0.14:
        contrast = rng.uniform(0.2, 0.5)
        return image * contrast + rng.uniform(0, 35), rng.choice([0, 1, 2, 3]) * min(1, contrast * 4)
    if kind < 0.32:
        out = image * rng.uniform(1.05, 1.4) + rng.uniform(-20, 25)
        bright = np.clip(out - 200, 0, 160)
        return out + cv2.GaussianBlur(bright, (0, 0), rng.uniform(1, 4)) * rng.uniform(0.2, 0.7), rng.choice([0, 2, 4])
    if kind < 0.44:
        return 255 * np.clip(image / 255, 0, 1) ** rng.uniform(0.5, 2.2), rng.choice([0, 2, 4])
    contrast = rng.uniform(0.3, 1.1) if rng.random() < 0.5 else rng.uniform(0.7, 1.15)
    return (image - 128) * contrast + 128 + rng.uniform(-60, 40), rng.choice([0, 1, 2, 4, 7, 11]) * min(1, contrast)


def camera(rng, noise, image, glyph_px):
    """Blur in proportion to the size of a character, exposure, noise, sharpening, clipping, JPEG. uint8 out."""
    kind = rng.random()
    if kind < 0.28:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.35, 1.35) * glyph_px / 18 + 0.15)
    elif kind < 0.42:
        image = motion(rng, image, glyph_px / 3.6)
    image, sigma = light(rng, image)
    if sigma:
        image = image + noise.standard_normal(image.shape, dtype=np.float32) * sigma
    if rng.random() < 0.22:
        image = cv2.addWeighted(image, 1.8, cv2.GaussianBlur(image, (0, 0), 1.2), -0.8, 0)
    pixels = np.clip(image, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        quality = rng.randint(20, 90)
        pixels = cv2.imdecode(cv2.imencode('.jpg', pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)
    return pixels


def spoil(rng, noise, image):
    """Dirt, shadow, glare, rain on the object itself, before the camera."""
    if rng.random() < 0.22:
        image = dirt(rng, noise, image)
    if rng.random() < 0.22:
        image = shadow(rng, image)
    if rng.random() < 0.12:
        image = glare(rng, image)
    if rng.random() < 0.04:
        image = rain(rng, image)
    if rng.random() < 0.2:
        image = image * (1 + field(noise, image.shape, 2, 3) * rng.uniform(0.03, 0.15))
    return image

