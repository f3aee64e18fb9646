/**
 * Shows what trained models attend to: it draws attention maps over single images and computes
 * figures over all test images.
 *
 * <p>A map says for each patch of an image how much of the class token's attention it gets: {@code
 * (P)}, row by row, with P patches, adding up to one. Shapes are otherwise written as in the {@code
 * model} package.
 */
package io.github.vitlora.attention;
