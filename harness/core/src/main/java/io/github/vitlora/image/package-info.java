/** Decodes and changes pixels with Pillow's and torchvision's arithmetic. */
package io.github.vitlora.image;
