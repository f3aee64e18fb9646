package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraOptionsBuilder;
import io.github.vitlora.regime.RecipeOverrideBuilder;
import io.github.vitlora.regime.TrainingOptions;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import java.util.List;

/**
 * Writes and reads this package's records as JSON. Whatever a version does not know is refused:
 * left out unnoticed it would make another training of what was written. What came later than the
 * first version is left out where it has its default, so that a recipe's hash stays what it was; so
 * do line ends, whatever the platform's are.
 */
public final class RecordJson {
  /** Reads and writes these records, and those that hold them. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule()
                  .addValueInstantiator(LoraOptionsBuilder.class, new FromPlainLora()))
          .addMixIn(LoraOptionsBuilder.class, MadeByCompiler.class)
          .addMixIn(RecipeOverrideBuilder.class, MadeByCompiler.class)
          .addMixIn(TrainingOptionsBuilder.class, MadeByCompiler.class)
          .withConfigOverride(
              List.class, list -> list.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL)))
          .injectableValues(
              new InjectableValues.Std()
                  .addValue(LoraOptions.class, LoraOptions.PLAIN)
                  .addValue(AugmentationSpec.class, AugmentationSpec.NONE)
                  .addValue(DatasetOptions.class, DatasetOptions.PLAIN)
                  .addValue(Orientation.class, Orientation.APPLY)
                  .addValue(TrainingOptions.class, TrainingOptions.PLAIN))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** How Jackson calls the builders of records that the compiler makes. */
  @JsonPOJOBuilder(withPrefix = "")
  private interface MadeByCompiler {}

  /** Lets what JSON does not say of a LoRA regime be as in the plain one. */
  private static final class FromPlainLora extends ValueInstantiator.Base {
    private static final long serialVersionUID = 1;

    FromPlainLora() {
      super(LoraOptionsBuilder.class);
    }

    @Override
    public boolean canCreateUsingDefault() {
      return true;
    }

    @Override
    public Object createUsingDefault(DeserializationContext context) {
      return LoraOptionsBuilder.builder(LoraOptions.PLAIN);
    }
  }

  private RecordJson() {}

  /** Writes a record that consists of values that JSON has. */
  public static String write(Object one) {
    try {
      return MAPPER.writeValueAsString(one);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("this record consists of values that JSON has", e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param what people call it, {@code a trial} for example
   * @throws IllegalArgumentException if the text holds none of this version
   */
  public static <T> T read(String json, Class<T> type, String what) {
    try {
      T one = MAPPER.readValue(json, type);
      if (one == null) {
        throw new IllegalArgumentException("this is not %s: it is null".formatted(what));
      }
      return one;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(problem(what, e), e);
    }
  }

  /** Says why JSON is not {@code a trial}, for example. */
  public static String problem(String what, JsonProcessingException e) {
    return "this is not %s of this version: %s".formatted(what, FileFaults.text(e));
  }
}
