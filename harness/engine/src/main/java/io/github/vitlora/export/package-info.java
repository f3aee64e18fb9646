/** Writes trained networks in the formats of PEFT, timm and TorchScript. */
package io.github.vitlora.export;
