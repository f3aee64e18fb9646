/**
 * Decodes and changes pixels with Pillow's and torchvision's arithmetic; knows nothing of the
 * project.
 */
package io.github.vitlora.image;
