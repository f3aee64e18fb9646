package io.github.vitlora.regime;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record that JSON has in part. Its builder, which the compiler makes, has one method for
 * each component, as Jackson wants it.
 */
@RecordBuilder.Template(
    options =
        @RecordBuilder.Options(
            addStaticBuilder = false,
            enableGetters = false,
            inheritComponentAnnotations = false,
            useImmutableCollections = true,
            enableWither = false))
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
@interface BuiltFromJson {}
