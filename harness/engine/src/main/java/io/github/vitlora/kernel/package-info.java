/**
 * Provides operators that DJL lacks: the Vision Transformer's blocks, forward and backward without
 * autograd, and the optimizer's step, as TorchScript source that is put together and compiled when
 * a process starts.
 *
 * <p>The source lies beside the classes as {@code *.py}, in the subset of Python that libtorch
 * reads. Shapes are written as in the {@code model} package, whose plain blocks compute the same
 * and serve wherever a kernel cannot.
 */
package io.github.vitlora.kernel;
