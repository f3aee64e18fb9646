package io.github.vitlora.regime;

/** Says how the learning rate changes in the course of a training, after its warm-up. */
public enum ScheduleKind {
  /** It stays as it is. */
  CONSTANT,
  /** It falls to nought along half a cosine (Loshchilov and Hutter 2017, arXiv:1608.03983). */
  COSINE,
  /** It falls to nought along a line. */
  LINEAR
}
