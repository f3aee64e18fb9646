package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import io.github.vitlora.regime.WeightSpec;

/**
 * Normalises layers over the last axis (Ba et al. 2016, arXiv:1607.06450) with eps 1e-6, as
 * pretrained Vision Transformers use it. DJL's own block cannot take values before it has seen an
 * input.
 */
final class LayerNormalization extends VitBlock {
  private static final float EPS = 1e-6f;

  private final Weight weight;
  private final Weight bias;
  private final Shape normalized;

  LayerNormalization(Weights weights, String layer) {
    weight = weight(weights, layer, WeightSpec.WEIGHT);
    bias = weight(weights, layer, WeightSpec.BIAS);
    normalized = weight.shape();
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    NDArray gamma = weight.in(store, x, training);
    NDArray beta = bias.in(store, x, training);
    return LayerNorm.layerNorm(x, normalized, gamma, beta, EPS).singletonOrThrow();
  }
}
