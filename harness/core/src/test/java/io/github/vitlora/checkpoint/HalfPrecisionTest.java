package io.github.vitlora.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {

  @Test
  void everyFloat16SurvivesTheRoundTrip() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfPrecision.fromFloat16((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfPrecision.toFloat16(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void everyBfloat16SurvivesTheRoundTrip() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfPrecision.fromBfloat16((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfPrecision.toBfloat16(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void knownValuesOfFloat16() {
    assertThat(HalfPrecision.fromFloat16((short) 0x3c00)).isEqualTo(1f);
    assertThat(HalfPrecision.fromFloat16((short) 0x7bff)).isEqualTo(65504f);
    assertThat(HalfPrecision.fromFloat16((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(HalfPrecision.fromFloat16((short) 0x8000)).isEqualTo(-0f);
    assertThat(HalfPrecision.toFloat16(65519.99f)).isEqualTo((short) 0x7bff);
    assertThat(HalfPrecision.toFloat16(65520f)).isEqualTo((short) 0x7c00);
    assertThat(HalfPrecision.fromFloat16(HalfPrecision.toFloat16(Float.NaN))).isNaN();
  }

  @Test
  void tiesGoToTheEvenNeighbour() {
    assertThat(HalfPrecision.toFloat16(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
    assertThat(HalfPrecision.toFloat16(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
    assertThat(HalfPrecision.toFloat16(0x1p-25f)).isEqualTo((short) 0);
    assertThat(HalfPrecision.toBfloat16(1 + 0x1p-8f)).isEqualTo((short) 0x3f80);
    assertThat(HalfPrecision.toBfloat16(1 + 3 * 0x1p-8f)).isEqualTo((short) 0x3f82);
    assertThat(HalfPrecision.fromBfloat16(HalfPrecision.toBfloat16(Float.NaN))).isNaN();
  }
}
