"""Makes pictures of 20 x 14 pixels, and beside each what Pillow reads of it.

    pip install pillow==13.0.0 numpy==2.4.6
    python pictures.py

It writes into its own folder, the same bytes on every machine with these versions. The pictures that it does
not make are older; Pillow read them in the same way.
"""

import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, PngImagePlugin

FOLDER = Path(__file__).parent
WIDTH, HEIGHT = 20, 14
ORIENTATION = 274
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="8"/></x:xmpmeta>'


def pixels(width, height):
    y, x = np.mgrid[0:height, 0:width]
    channels = [x * 255 // (width - 1), y * 255 // (height - 1), (40 * x + 30 * y) % 256]
    colours = np.stack(channels, -1).astype(np.uint8)
    colours[height // 3 : height // 2, width // 4 : width // 2] = [255, 0, 0]
    return colours


def keep(name, upright=False):
    """Writes what Pillow reads; of 16-bit grey the upper byte, where Pillow would clip."""
    image = Image.open(FOLDER / name)
    if upright:
        image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        image = Image.fromarray((np.array(image) >> 8).astype(np.uint8))
    (FOLDER / (name + ".rgb")).write_bytes(image.convert("RGB").tobytes())


def save(name, image, upright=False, **options):
    image.save(FOLDER / name, **options)
    keep(name, upright)


def write(name, content, upright=False):
    (FOLDER / name).write_bytes(content)
    keep(name, upright)


def png(width, height, bits, colour_type, samples):
    def chunk(kind, content):
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    header = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def placed(gif, left, top, width, height):
    """The GIF with a larger canvas, on which its frame lies at this place."""
    frame = b"\x2c" + struct.pack("<HHHH", 0, 0, *struct.unpack_from("<HH", gif, 6))
    at = gif.index(frame)
    return (
        gif[:6]
        + struct.pack("<HH", width, height)
        + gif[10 : at + 1]
        + struct.pack("<HH", left, top)
        + gif[at + 5 :]
    )


def main():
    colours = pixels(WIDTH, HEIGHT)
    alpha = (np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH) * 7 % 256).astype(np.uint8)
    rgb = Image.fromarray(colours)
    rgba = Image.fromarray(np.dstack([colours, alpha]))
    grey = Image.fromarray(colours[..., 2])
    grey16 = Image.fromarray(colours[..., 2].astype(np.uint16) * 257 - 3 * (alpha > 9).astype(np.uint16))
    bitmap = grey.convert("1")
    palette = rgb.quantize(20)

    save("lossy.webp", rgb, quality=80, method=6)
    save("lossy-poor.webp", rgb, quality=5)
    save("lossy-alpha.webp", rgba, quality=60)
    save("lossless.webp", rgb, lossless=True)
    save("lossless-alpha.webp", rgba, lossless=True, exact=True)
    # Pixels that stand for several, of one to three bits each; tiles that come from a cache of colours.
    save("lossless-palette.webp", palette.convert("RGB"), lossless=True)
    save("lossless-bitmap.webp", bitmap.convert("RGB"), lossless=True)
    tile = np.tile(np.dstack([colours, alpha])[:5, :6], (3, 4, 1))[:HEIGHT, :WIDTH]
    tile[tile[..., 3] < 60] = 0
    save("lossless-tiles.webp", Image.fromarray(tile), lossless=True)
    large = Image.fromarray(pixels(75, 50))
    save("lossy-75x50.webp", large, quality=30, method=6)
    frame = Image.new("RGBA", (WIDTH, HEIGHT))
    frame.paste(rgba.crop((4, 2, 13, 9)), (4, 2))
    for name, lossless in (("animated-lossless.webp", True), ("animated-lossy.webp", False)):
        frames = [rgba, frame]
        save(name, frame, save_all=True, append_images=frames, lossless=lossless, minimize_size=True)

    save("rgb.tif", rgb, compression="tiff_lzw")
    save("rgba.tif", rgba)
    save("grey.tif", grey, compression="tiff_adobe_deflate")
    save("grey-16bit.tif", grey16, compression="packbits")
    save("palette.tif", palette)
    save("bitmap.tif", bitmap, compression="group4")
    save("cmyk.tif", rgb.convert("CMYK"))
    save("ycc.tif", rgb, compression="jpeg")

    save("rgb.ppm", rgb)
    save("grey.pgm", grey)
    save("grey-16bit.pgm", grey16)
    save("bitmap.pbm", bitmap)
    # Samples up to 100, with a comment.
    small = " ".join(str(value * 100 // 255) for value in colours.flatten())
    write("plain.ppm", f"P3 # samples in text\n{WIDTH} {HEIGHT}\n100\n{small}\n".encode())
    dots = "\n".join("".join(str(value & 1) for value in row) for row in colours[..., 2] // 64)
    write("plain.pbm", f"P1\n{WIDTH} {HEIGHT}\n{dots}".encode())

    save("palette.bmp", palette)
    save("bitmap.bmp", bitmap)
    save("animated.gif", palette, save_all=True, append_images=[rgb.rotate(180).quantize(20)])
    save("part.gif", palette.crop((0, 0, 9, 6)))
    gif = (FOLDER / "part.gif").read_bytes()
    write("part.gif", placed(gif, 5, 7, WIDTH, HEIGHT))
    save("part-transparent.gif", palette.crop((0, 0, 9, 6)), transparency=4)
    gif = (FOLDER / "part-transparent.gif").read_bytes()
    write("part-transparent.gif", placed(gif, 5, 7, WIDTH, HEIGHT))
    deep = colours.astype(np.uint16) * 201 + 77
    write("rgb-16bit.png", png(WIDTH, HEIGHT, 16, 2, deep))
    save("grey-16bit.png", grey16)

    # The scan ends early, the end marker is there.
    for name, options in (("premature.jpg", {}), ("premature-444.jpg", {"subsampling": 0})):
        save(name, rgb, quality=90, **options)
        jpeg = (FOLDER / name).read_bytes()
        write(name, jpeg[: len(jpeg) - 150] + b"\xff\xd9")
    save("junk.jpg", rgb, quality=90)
    write("junk.jpg", (FOLDER / "junk.jpg").read_bytes() + b"whatever a camera adds" * 3)

    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        save(f"orientation-{orientation}.jpg", rgb, upright=True, exif=exif, quality=90)
    turned = Image.Exif()
    turned[ORIENTATION] = 6
    save("orientation-6.png", rgb, upright=True, exif=turned)
    save("orientation-6.webp", rgb, upright=True, exif=turned, lossless=True)
    save("orientation-6.tif", rgb, upright=True, tiffinfo={ORIENTATION: 6})
    save("orientation-xmp.jpg", rgb, upright=True, xmp=XMP, quality=90)
    save("orientation-xmp.webp", rgb, upright=True, xmp=XMP, lossless=True)
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    save("orientation-xmp.png", rgb, upright=True, pnginfo=text)
    exif = turned.tobytes()
    profile = PngImagePlugin.PngInfo()
    profile.add_text("Raw profile type exif", f"\nexif\n{len(exif):8d}\n{exif.hex()}\n", zip=True)
    save("orientation-profile.png", rgb, upright=True, pnginfo=profile)


if __name__ == "__main__":
    main()
