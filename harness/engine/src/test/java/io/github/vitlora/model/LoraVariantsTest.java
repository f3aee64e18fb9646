package io.github.vitlora.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Adapter;
import io.github.vitlora.regime.AdapterTarget;
import io.github.vitlora.regime.InitialValues;
import io.github.vitlora.regime.LoraInitialisation;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.WeightSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outputs and gradients of a single adapted layer, written out in numbers of double precision. */
class LoraVariantsTest {
  private static final int ROWS = 5;
  private static final int IN = 4;
  private static final int OUT = 3;
  private static final int RANK = 2;
  private static final double SCALE = 1.5;
  private static final String LAYER = "blocks.0.attn.qkv";

  private final NDManager manager = NDManager.newBaseManager();
  private final SplittableRandom random = new SplittableRandom(5);
  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private final double[][] x = matrix(ROWS, IN);

  /** The gradient of the outputs that the layer is given. */
  private final double[][] d = matrix(ROWS, OUT);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void doraScalesDirectionsAndHoldsTheirNorms() {
    double[][] y = forwardAndBackward(LoraVariant.DORA);

    double[][] a = value("lora_A.weight");
    double[][] b = value("lora_B.weight");
    double[] m = value("lora_magnitude_vector")[0];
    double[][] v = sum(value("weight"), times(SCALE, product(b, a)));
    double[] norms = new double[OUT];
    for (int o = 0; o < OUT; o++) {
      norms[o] = Math.sqrt(product(new double[][] {v[o]}, transposed(new double[][] {v[o]}))[0][0]);
    }
    double[][] directed = product(x, transposed(v));
    double[][] expected = new double[ROWS][OUT];
    double[][] inner = new double[ROWS][OUT];
    double[] ofMagnitudes = new double[OUT];
    for (int i = 0; i < ROWS; i++) {
      for (int o = 0; o < OUT; o++) {
        expected[i][o] = m[o] * directed[i][o] / norms[o] + value("bias")[0][o];
        inner[i][o] = d[i][o] * m[o] / norms[o];
        ofMagnitudes[o] += d[i][o] * directed[i][o] / norms[o];
      }
    }
    assertClose(y, expected);
    assertClose(gradient("lora_magnitude_vector"), new double[][] {ofMagnitudes});
    double[][] ofV = times(SCALE, product(transposed(inner), x));
    assertClose(gradient("lora_B.weight"), product(ofV, transposed(a)));
    assertClose(gradient("lora_A.weight"), product(transposed(b), ofV));
  }

  @Test
  void biasedAdaptersAreTwoDenseLayers() {
    double[][] y = forwardAndBackward(LoraVariant.BIASED);

    double[][] a = value("lora_A.weight");
    double[][] b = value("lora_B.weight");
    double[][] ones = filled(ROWS, 1, 1);
    double[][] hidden = sum(product(x, transposed(a)), product(ones, value("lora_A.bias")));
    double[][] added = sum(product(hidden, transposed(b)), product(ones, value("lora_B.bias")));
    double[][] base = sum(product(x, transposed(value("weight"))), product(ones, value("bias")));
    assertClose(y, sum(base, times(SCALE, added)));
    double[][] scaled = times(SCALE, d);
    assertClose(gradient("lora_B.bias"), product(transposed(ones), scaled));
    assertClose(gradient("lora_B.weight"), product(transposed(scaled), hidden));
    double[][] below = product(scaled, b);
    assertClose(gradient("lora_A.bias"), product(transposed(ones), below));
    assertClose(gradient("lora_A.weight"), product(transposed(below), x));
  }

  private double[][] forwardAndBackward(LoraVariant variant) {
    WeightSpec dense = own(WeightSpec.WEIGHT, OUT, IN);
    Adapter adapter =
        new Adapter(
            variant, AdapterTarget.whole(dense), RANK, SCALE, 0, LoraInitialisation.STANDARD);
    List<WeightSpec> specs = new ArrayList<>(List.of(dense, own(WeightSpec.BIAS, OUT)));
    specs.addAll(adapter.weights());
    Weights all = new Weights(specs);
    Dropout none = new Dropout(manager, 0, LAYER, new RandomStreams(1), new Dropout.Clock());
    AdaptedLinear layer = AdaptedLinear.of(manager, all, adapter, none);
    all.byName().values().forEach(weight -> weights.put(weight.spec().part(), weight));
    weights.forEach(
        (name, weight) -> {
          weight.parameter().setArray(array(matrix(weight.shape())).reshape(weight.shape()));
          weight.parameter().getArray().setRequiresGradient(true);
        });
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector =
            Engine.getEngine(manager.getEngine().getEngineName()).newGradientCollector()) {
      NDArray input = array(x);
      input.attach(scope);
      NDArray y = layer.apply(new ParameterStore(scope, false), input, true);
      assertThat(y.getManager()).isSameAs(scope);
      collector.backward(y.mul(array(d)).sum());
      return matrix(y);
    }
  }

  private static WeightSpec own(String part, Integer... shape) {
    return new WeightSpec(
        LAYER, part, List.of(shape), WeightSpec.Role.DENSE, OptionalInt.of(0), InitialValues.ZEROS);
  }

  private double[][] value(String weight) {
    return matrix(weights.get(weight).parameter().getArray());
  }

  private double[][] gradient(String weight) {
    return matrix(weights.get(weight).parameter().getArray().getGradient());
  }

  private NDArray array(double[][] values) {
    float[] flat = new float[values.length * values[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) values[i / values[0].length][i % values[0].length];
    }
    return manager.create(flat, new Shape(values.length, values[0].length));
  }

  /** A vector is one row. */
  private static double[][] matrix(NDArray array) {
    Shape shape = array.getShape();
    int columns = (int) shape.get(shape.dimension() - 1);
    float[] flat = array.toType(DataType.FLOAT32, false).toFloatArray();
    double[][] values = new double[flat.length / columns][columns];
    for (int i = 0; i < flat.length; i++) {
      values[i / columns][i % columns] = flat[i];
    }
    return values;
  }

  private double[][] matrix(Shape shape) {
    int columns = (int) shape.get(shape.dimension() - 1);
    return matrix((int) shape.size() / columns, columns);
  }

  private double[][] matrix(int rows, int columns) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) (random.nextDouble() - 0.5);
      }
    }
    return values;
  }

  private static double[][] filled(int rows, int columns, double value) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      java.util.Arrays.fill(row, value);
    }
    return values;
  }

  private static double[][] product(double[][] left, double[][] right) {
    double[][] values = new double[left.length][right[0].length];
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right[0].length; j++) {
        for (int k = 0; k < right.length; k++) {
          values[i][j] += left[i][k] * right[k][j];
        }
      }
    }
    return values;
  }

  private static double[][] transposed(double[][] of) {
    double[][] values = new double[of[0].length][of.length];
    for (int i = 0; i < of.length; i++) {
      for (int j = 0; j < of[0].length; j++) {
        values[j][i] = of[i][j];
      }
    }
    return values;
  }

  private static double[][] sum(double[][] left, double[][] right) {
    double[][] values = new double[left.length][left[0].length];
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < left[0].length; j++) {
        values[i][j] = left[i][j] + right[i][j];
      }
    }
    return values;
  }

  private static double[][] times(double factor, double[][] of) {
    return product(of, scaledUnit(of[0].length, factor));
  }

  private static double[][] scaledUnit(int size, double factor) {
    double[][] values = new double[size][size];
    for (int i = 0; i < size; i++) {
      values[i][i] = factor;
    }
    return values;
  }

  private static void assertClose(double[][] actual, double[][] expected) {
    assertThat(actual).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i])
          .containsExactly(expected[i], org.assertj.core.api.Assertions.within(1e-5));
    }
  }
}
