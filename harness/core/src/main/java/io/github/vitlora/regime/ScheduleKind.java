package io.github.vitlora.regime;

/** Says how the learning rate changes in the course of a training, after its warm-up. */
public enum ScheduleKind {
  /** The rate stays as it is. */
  CONSTANT,
  /** The rate falls to 0 along half a cosine (Loshchilov and Hutter 2017, arXiv:1608.03983). */
  COSINE,
  /** The rate falls to 0 along a line. */
  LINEAR
}
