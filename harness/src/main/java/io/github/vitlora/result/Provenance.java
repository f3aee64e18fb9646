package io.github.vitlora.result;

/**
 * What a trial's numbers follow from, in parts: SHA-256 each, in hexadecimal. Where two runs of a
 * trial differ, these say why.
 *
 * @param recipe its part of the descriptor, whatever names places aside
 * @param weights the bytes of the pretrained checkpoint
 * @param images the bytes and labels of every image, split by split
 * @param platform code, DJL, libtorch, threads, instruction sets and kernels
 */
public record Provenance(String recipe, String weights, String images, String platform) {}
