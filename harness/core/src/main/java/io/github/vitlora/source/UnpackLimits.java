package io.github.vitlora.source;

/**
 * How much an archive may become. Data sets of photographs hardly compress: ImageNet, the largest
 * in common use, has 1.3 million files, 150 GB and a ratio near 1.
 *
 * @param entries files and folders
 * @param bytes unpacked, all files together
 * @param ratio unpacked bytes for each byte of the archive
 * @param freeBytes unpacked bytes below which the ratio is not looked at
 */
record UnpackLimits(long entries, long bytes, long ratio, long freeBytes) {

  static final UnpackLimits DEFAULT = new UnpackLimits(4_000_000, 1L << 40, 100, 64L << 20);
}
