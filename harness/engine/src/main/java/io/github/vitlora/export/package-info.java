/**
 * Writes trained networks in the formats of other libraries: PEFT's adapters, timm's checkpoints.
 */
package io.github.vitlora.export;
