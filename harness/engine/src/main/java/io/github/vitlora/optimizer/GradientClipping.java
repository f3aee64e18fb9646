package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Shortens the gradient of a step where it is too long (Pascanu et al. 2013, arXiv:1211.5063): all
 * parameters' gradients by one factor, as PyTorch's {@code clip_grad_norm_} does.
 */
public final class GradientClipping {
  private static final double EPS = 1e-6;

  private GradientClipping() {}

  /**
   * Clips gradients by kernels.
   *
   * @param gradients of all trained parameters
   * @param most largest norm
   * @return the norm before
   */
  public static double clip(
      NDManager parent, Script script, Collection<NDArray> gradients, double most) {
    try (NDArray norm = script.array(parent, "clip", List.copyOf(gradients), most)) {
      return norm.toFloatArray()[0];
    }
  }

  /**
   * Clips gradients by DJL's operators, outside of any recording of gradients.
   *
   * @param parameters all that are trained
   * @param most largest norm
   * @return the norm before
   */
  public static double clip(NDManager parent, Collection<NDArray> parameters, double most) {
    try (NDManager scope = parent.newSubManager()) {
      List<NDArray> gradients = new ArrayList<>();
      NDList squares = new NDList();
      for (NDArray parameter : parameters) {
        NDArray gradient = parameter.getGradient();
        gradient.attach(scope);
        gradients.add(gradient);
        squares.add(gradient.square().sum());
      }
      double norm = NDArrays.stack(squares).sum().sqrt().toFloatArray()[0];
      // Not a number stays one: so a loss that is none is found out.
      double factor = Math.min(1, most / (norm + EPS));
      if (factor != 1) {
        gradients.forEach(gradient -> gradient.muli(factor));
      }
      return norm;
    }
  }
}
