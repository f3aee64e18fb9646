package io.github.vitlora.image;

import java.util.Optional;

/**
 * Says what an image file holds.
 *
 * @param format that its content has, whatever its name
 * @param width in pixels, as it is stored: of an animation that of the whole canvas
 * @param height in pixels, likewise
 * @param mode Pillow's name for what a pixel consists of: {@code 1}, {@code L}, {@code LA}, {@code
 *     P}, {@code RGB}, {@code RGBA}, {@code CMYK}, or for 16-bit grey {@code I;16} or {@code I}
 * @param orientation EXIF's: 1 for an image that lies as it should, 2 to 8 for the others
 * @param damage what is wrong with the file, although it can be decoded
 */
public record ImageFacts(
    ImageFormat format,
    int width,
    int height,
    String mode,
    int orientation,
    Optional<String> damage) {}
