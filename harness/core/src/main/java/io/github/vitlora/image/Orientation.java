package io.github.vitlora.image;

/** Says what is done with a tag that tells how the camera was held (EXIF's {@code Orientation}). */
public enum Orientation {
  /** The image is turned upright, as Pillow's {@code ImageOps.exif_transpose} does. */
  APPLY,

  /** The image stays as it is stored, as Pillow's {@code Image.open} leaves it. */
  IGNORE
}
