/**
 * What trained models look at: attention maps of single images, drawn over the photograph, and
 * figures of them over all test images.
 *
 * <p>A map says for each patch of an image how much of the class token's attention it gets: {@code
 * (P)}, row by row, with P patches, adding up to one. Shapes are otherwise written as in the {@code
 * model} package.
 */
package io.github.vitlora.attention;
