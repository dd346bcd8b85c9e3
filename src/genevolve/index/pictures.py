"""A person's picture files: whether one can be used, and its pixels in one clean form."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from genevolve.errors import LibraryError
from genevolve.index.layout import sha256_hex

MAX_BYTES = 64 * 2**20
MAX_PIXELS = 80_000_000
MAX_SIDE = 1024
FORMATS = ("PNG", "JPEG", "WEBP")

_QUICK_SIDE = 256
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning)


class UnusableFile(Exception):  # noqa: N818
    """A file that cannot be indexed; the message is the reason, fit for a report."""


def open_picture(content: bytes) -> Image.Image:
    """The picture in `content`, its header read, its size checked.

    Raises:
        UnusableFile: it is no PNG, JPEG or WebP, or it has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusableFile(f"more than {MAX_PIXELS // 1_000_000} million pixels") from error
    except _BROKEN as error:
        raise UnusableFile("no readable PNG, JPEG or WebP picture") from error
    if image.width * image.height > MAX_PIXELS:
        raise UnusableFile(f"more than {MAX_PIXELS // 1_000_000} million pixels")
    return image


def check_pixels(image: Image.Image) -> None:
    """Decode the picture once, small where its format allows.

    Raises:
        UnusableFile: it is broken or cut short.
    """
    try:
        image.draft("RGB", (_QUICK_SIDE, _QUICK_SIDE))
        image.load()
    except _BROKEN as error:
        raise UnusableFile("broken picture") from error


def clean_png(content: bytes) -> bytes:
    """The picture upright, in sRGB, at most `MAX_SIDE` pixels a side, as a PNG that carries pixels only.

    Raises:
        UnusableFile: the picture cannot be decoded.
    """
    image = open_picture(content)
    try:
        profile = image.info.get("icc_profile")
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
        image = ImageOps.exif_transpose(image)
        image = _to_srgb(_eight_bit(image), profile)
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    except _BROKEN as error:
        raise UnusableFile("broken picture") from error
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    buffer = io.BytesIO()
    clean.save(buffer, format="PNG")
    return buffer.getvalue()


def load_picture(root: Path, locator: str, sha256: str) -> bytes:
    """Clean PNG bytes of the picture file `locator` below `root`, as it was when it was indexed.

    Raises:
        LibraryError: the file lies outside `root`, has vanished or has changed.
    """
    path = (root / locator).resolve()
    if not path.is_relative_to(root.resolve()):
        raise LibraryError(f"{locator} leaves the folder {root}")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise LibraryError(f"{path} has vanished since it was indexed: build the index again") from None
    except OSError as error:
        raise LibraryError(f"{path} cannot be read: {error.strerror}") from error
    if sha256_hex(content) != sha256:
        raise LibraryError(f"{path} has changed since it was indexed: build the index again")
    try:
        return clean_png(content)
    except UnusableFile as error:
        raise LibraryError(f"{path} cannot be used: {error}") from error


def _eight_bit(image: Image.Image) -> Image.Image:
    """Grey pictures of 16 bits a pixel lose their lower half; Pillow alone would clip them."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda level: level / 257).convert("L")
    return image


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile and image.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode=mode if image.mode != "L" else "RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            return converted.convert(mode)
    return image.convert(mode)
