package io.github.vitlora.model;

import io.github.vitlora.regime.LoraInitialisation;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * Holds the initial matrices of an adapter that takes over part of its layer's weight.
 *
 * <p>Weights are decomposed in Java and in double precision: on any processor, with any number of
 * threads, to the same bits. libtorch's decompositions are those of the library that each of its
 * builds is linked with, and change with it and with the number of threads.
 *
 * @param down A, {@code (r, in)}, in single precision
 * @param up B, {@code (out, r)}, in single precision
 */
record AdapterInitialisation(DMatrixRMaj down, DMatrixRMaj up) {

  /** Rounds to single precision, in which adapters are kept. */
  AdapterInitialisation {
    round(down);
    round(up);
  }

  /**
   * Decomposes a weight.
   *
   * @param weight {@code (out, in)}; stays as it is
   * @param rank r, at most the smaller of {@code in} and {@code out}
   * @param scale s, before {@code B A}
   */
  static AdapterInitialisation of(
      LoraInitialisation initialisation, DMatrixRMaj weight, int rank, double scale) {
    return switch (initialisation) {
      case PISSA -> principal(weight, rank, scale);
      case OLORA -> orthonormal(weight, rank);
      case STANDARD -> throw new IllegalArgumentException("takes over nothing");
    };
  }

  /** Takes {@code A = sqrt(S / s) V^T} and {@code B = U sqrt(S / s)} of the r largest S. */
  private static AdapterInitialisation principal(DMatrixRMaj weight, int rank, double scale) {
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(weight.numRows, weight.numCols, true, true, true);
    require(svd.decompose(weight.copy()));
    DMatrixRMaj u = svd.getU(null, false);
    DMatrixRMaj vt = svd.getV(null, true);
    double[] s = svd.getSingularValues();
    SingularOps_DDRM.descendingOrder(u, false, s, svd.numberOfSingularValues(), vt, true);
    DMatrixRMaj down = new DMatrixRMaj(rank, weight.numCols);
    DMatrixRMaj up = new DMatrixRMaj(weight.numRows, rank);
    for (int i = 0; i < rank; i++) {
      double root = Math.sqrt(s[i] / scale) * signOfLargest(vt, i);
      for (int j = 0; j < down.numCols; j++) {
        down.set(i, j, root * vt.get(i, j));
      }
      for (int j = 0; j < up.numRows; j++) {
        up.set(j, i, root * u.get(j, i));
      }
    }
    return new AdapterInitialisation(down, up);
  }

  /** Takes Q's first columns and R's first rows, R's diagonal not being negative. */
  private static AdapterInitialisation orthonormal(DMatrixRMaj weight, int rank) {
    QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(weight.numRows, weight.numCols);
    require(qr.decompose(weight.copy()));
    DMatrixRMaj q = qr.getQ(null, true);
    DMatrixRMaj r = qr.getR(null, true);
    DMatrixRMaj down = CommonOps_DDRM.extract(r, 0, rank, 0, r.numCols);
    DMatrixRMaj up = CommonOps_DDRM.extract(q, 0, q.numRows, 0, rank);
    for (int i = 0; i < rank; i++) {
      if (down.get(i, i) < 0) {
        CommonOps_DDRM.scaleRow(-1, down, i);
        CommonOps_DDRM.scaleCol(-1, up, i);
      }
    }
    return new AdapterInitialisation(down, up);
  }

  private static void require(boolean done) {
    if (!done) {
      throw new IllegalStateException("a weight has no decomposition: not all of it is finite");
    }
  }

  /** Returns the sign that makes the largest component of a singular vector positive. */
  private static double signOfLargest(DMatrixRMaj rows, int row) {
    double largest = 0;
    for (int j = 0; j < rows.numCols; j++) {
      double value = rows.get(row, j);
      if (Math.abs(value) > Math.abs(largest)) {
        largest = value;
      }
    }
    return largest < 0 ? -1 : 1;
  }

  private static void round(DMatrixRMaj matrix) {
    for (int i = 0; i < matrix.data.length; i++) {
      matrix.data[i] = (float) matrix.data[i];
    }
  }

  /**
   * Subtracts what the adapter took over, so that the rest stays frozen.
   *
   * @param weight {@code (out, in)}, of which {@code s B A} is taken
   */
  void subtractFrom(DMatrixRMaj weight, double scale) {
    CommonOps_DDRM.multAdd(-scale, up, down, weight);
  }
}
