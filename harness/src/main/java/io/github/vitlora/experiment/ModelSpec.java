package io.github.vitlora.experiment;

import java.util.Optional;

/**
 * The network and the weights it starts from.
 *
 * @param architecture a name that {@link Architecture#named} knows
 * @param weights source of a safetensors checkpoint with timm's parameter names
 * @param sha256 checksum of that file in lower-case hexadecimal, where the descriptor gives one
 */
public record ModelSpec(String architecture, String weights, Optional<String> sha256) {}
