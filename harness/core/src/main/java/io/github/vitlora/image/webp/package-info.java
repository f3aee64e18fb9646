/**
 * Decodes the two kinds of pictures that WebP files consist of, to the bit as libwebp does: VP8's
 * key frames (RFC 6386) and lossless VP8L. Java's other readers of WebP give other pixels.
 */
package io.github.vitlora.image.webp;
