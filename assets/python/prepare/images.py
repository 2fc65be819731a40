"""Images in the size and the colours that a model takes."""

import math
import os
from pathlib import Path

import numpy as np

from .cells import PreparationError

IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".dib", ".avif")


def find_image_place(folder: Path, cells: list[str]) -> tuple[Path, str]:
    """The folder from which on the first cells name images, and the ending that they leave out: as Layerloom finds them beside a table."""
    some = [cell.strip() if os.name == "nt" else cell.strip().replace("\\", "/") for cell in cells if cell.strip()][:20]
    count = lambda place: sum((place[0] / (cell + place[1])).exists() for cell in some)
    if not some or count((folder, "")) > 0:
        return folder, ""
    beside = sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))[:50]
    places = [(place, ending) for place in [folder, *beside] for ending in ["", *IMAGE_ENDINGS]]
    best = max(places, key=count)
    return best if count(best) > 0 else (folder, "")


def read_image(cell, folder: Path, form: dict, where: str) -> np.ndarray:
    """An image in the wanted size and colours, as bytes: turned as the camera noted, on black where it is transparent."""
    try:
        from PIL import Image, ImageOps
    except ImportError as error:
        raise PreparationError("Images need Pillow: pip install pillow. Received: no such package.") from error
    try:
        if isinstance(cell, np.ndarray):
            image = Image.fromarray(cell)
        elif isinstance(cell, Image.Image):
            image = cell
        else:
            image = Image.open(folder / (str(cell).strip() if os.name == "nt" else str(cell).strip().replace("\\", "/")))
        image = ImageOps.exif_transpose(image)
    except (OSError, TypeError, ValueError) as error:
        raise PreparationError(f"{where} is no image that can be read. Received: {error}.") from error
    image = _plain_colors(image, where)
    width, height = form["width"], form["height"]
    if form["resizing"] == "crop":
        seen_width, seen_height = image.size
        part_width = min(seen_width, max(1, seen_height * width // height))
        part_height = min(seen_height, max(1, seen_width * height // width))
        left, top = (seen_width - part_width) // 2, (seen_height - part_height) // 2
        image = image.crop((left, top, left + part_width, top + part_height))
    if form["resizing"] == "pad":
        shrink = max(image.width / width, image.height / height)
        inside = [max(1, math.floor(seen / shrink + 0.5)) for seen in image.size]
        small = _resized(image, inside, form)
        image = Image.new(image.mode, (width, height))
        image.paste(small, ((width - inside[0]) // 2, (height - inside[1]) // 2))
    else:
        image = _resized(image, (width, height), form)
    return np.asarray(image.convert("RGB" if form["colorMode"] == "rgb" else "L"))


def _resized(image, size: tuple[int, int], form: dict):
    """An image in another size: by Pillow, or without antialiasing as Keras does it."""
    from PIL import Image

    interpolation = form["interpolation"]
    # Exports of before there was a choice have none.
    if form.get("antialias", True) or interpolation == "nearest":
        return image.resize(size, getattr(Image.Resampling, {"lanczos3": "LANCZOS"}.get(interpolation, interpolation.upper())))
    values = np.asarray(image).astype(np.float64)
    for axis, side in ((0, size[1]), (1, size[0])):
        places, shares = _shares(values.shape[axis], side, interpolation)
        shape = [-1 if one == axis else 1 for one in range(values.ndim)]
        taps = (np.take(values, places[:, tap], axis) * shares[:, tap].reshape(shape) for tap in range(places.shape[1]))
        values = sum(taps)
    return Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))


def _shares(count: int, side: int, interpolation: str) -> tuple[np.ndarray, np.ndarray]:
    """For each of `side` pixels those of a line of `count` that it is made of without antialiasing, and their shares: as Keras's resize has it."""
    reach, weigh = _FILTERS[interpolation]
    middles = (np.arange(side) + 0.5) * (count / side) - 0.5
    places = np.floor(middles).astype(int)[:, None] + np.arange(1 - reach, reach + 1)
    shares = np.where((places >= 0) & (places < count), weigh(np.abs(places - middles[:, None])), 0)
    return np.clip(places, 0, count - 1), shares / shares.sum(axis=1, keepdims=True)


# How many pixels count on each side, and how much by their distance. The cubic is that of Keys with a = -0.5.
_FILTERS = {
    "bilinear": (1, lambda x: np.maximum(0, 1 - x)),
    "bicubic": (2, lambda x: np.where(x < 1, (1.5 * x - 2.5) * x * x + 1, np.where(x < 2, ((-0.5 * x + 2.5) * x - 4) * x + 2, 0))),
    "lanczos3": (3, lambda x: np.where(x < 3, np.sinc(x) * np.sinc(x / 3), 0)),
}


def _plain_colors(image, where: str):
    """Grey, or red, green and blue, of 8 bits: what is transparent is laid on black, colour profiles are left aside."""
    from PIL import Image

    if image.mode in ("CMYK", "YCbCr", "LAB", "HSV", "F"):
        raise PreparationError(f"{where} has colours of another kind. Expected: grey or RGB. Received: {image.mode}.")
    if image.mode.startswith("I"):
        return Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        pixels = np.asarray(image.convert("LA" if image.mode in ("LA", "L", "La", "1") else "RGBA")).astype(np.uint16)
        flat = (pixels[..., :-1] * pixels[..., -1:] // 255).astype(np.uint8)
        return Image.fromarray(flat[..., 0] if flat.shape[-1] == 1 else flat)
    return image.convert("L" if image.mode in ("1", "L") else "RGB")
