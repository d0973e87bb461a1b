"""Pictures are drawn anew: what comes out has the same pixels and none of the metadata (place, camera, hidden content)."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from appcore.access.files.kinds import FileKind
from appcore.definition.verdict import N_, Rejected

MEGA = 1_000_000
FORMATS = {"jpg": "JPEG", "png": "PNG"}
KEPT_MODES = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "RGB", "RGBA")}
_TOO_LARGE = N_("图片太大（超过%(most)s百万像素），请缩小后再上传。")


def redraw(source: Path, target: Path, kind: FileKind, megapixels: int) -> None:
    """Write the picture anew, turned upright, without metadata.

    Raises: Rejected for a picture with too many pixels (before it is decoded) or one that cannot be read to its end.
    """
    wanted = FORMATS[kind.ending]
    try:
        with Image.open(source, formats=[wanted]) as picture:
            if picture.width * picture.height > megapixels * MEGA:
                raise Rejected(_TOO_LARGE, most=megapixels)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            plain = upright if upright.mode in KEPT_MODES[wanted] else upright.convert(_mode(upright, wanted))
            clean = Image.new(plain.mode, plain.size)
            clean.paste(plain)
            clean.save(target, wanted, **({"quality": 90} if wanted == "JPEG" else {}))
    except Rejected:
        raise  # it is a ValueError too
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Rejected(_TOO_LARGE, most=megapixels) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError, EOFError) as broken:
        raise Rejected("图片打不开，可能没有传完整，请重新拍照或另存后再上传。") from broken


def _mode(picture: Image.Image, wanted: str) -> str:
    has_alpha = "transparency" in picture.info or picture.mode in ("PA", "La", "RGBa")
    return "RGBA" if wanted == "PNG" and has_alpha else "RGB"
