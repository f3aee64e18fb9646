package io.github.vitlora.descriptor;

import io.github.vitlora.io.Suggestions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says in plain words what the schema validator says in the terms of the XML Schema recommendation.
 * One instance serves one document: the validator tells a value's fault in two messages, first what
 * is wrong with it and then where it stands.
 */
final class SchemaMessages {

  /**
   * A translated message.
   *
   * @param attribute the attribute at fault, empty if it is the element
   * @param message plain words, or the validator's own where they are not known here
   */
  record Finding(String attribute, String message) {}

  private static final Pattern VALUE_CAUSE =
      Pattern.compile(
          "cvc-(?:datatype-valid\\.[\\d.]+|[a-zA-Z]+-valid): (?:Value )?'(.*?)' (?:is not|with) .*",
          Pattern.DOTALL);
  private static final Pattern ENUMERATION =
      Pattern.compile(".*with respect to enumeration '\\[(.*?)]'.*", Pattern.DOTALL);
  private static final Pattern ATTRIBUTE_VALUE =
      Pattern.compile(
          "cvc-attribute\\.3: The value '(.*)' of attribute '([^']*)' on element '([^']*)' .*",
          Pattern.DOTALL);
  private static final Pattern UNKNOWN_ATTRIBUTE =
      Pattern.compile(
          "cvc-complex-type\\.3\\.2\\.2: Attribute '([^']*)' is not allowed to appear in element.*");
  private static final Pattern MISSING_ATTRIBUTE =
      Pattern.compile("cvc-complex-type\\.4: Attribute '([^']*)' must appear on element .*");
  private static final Pattern UNEXPECTED_ELEMENT =
      Pattern.compile("cvc-complex-type\\.2\\.4\\.[adefgh]: .*", Pattern.DOTALL);
  private static final Pattern INCOMPLETE =
      Pattern.compile("cvc-complex-type\\.2\\.4\\.[bci]: .*One of '\\{(.*)\\}' is expected.*");
  private static final Pattern TEXT_OR_CHILD_IN_EMPTY =
      Pattern.compile("cvc-complex-type\\.2\\.1: .*");
  private static final Pattern TEXT = Pattern.compile("cvc-complex-type\\.2\\.3: .*");
  private static final Pattern CHILD_IN_TEXT =
      Pattern.compile("cvc-(?:type\\.3\\.1\\.2|complex-type\\.2\\.2): .*");
  private static final Pattern UNKNOWN_ROOT = Pattern.compile("cvc-elt\\.1(?:\\.a)?: .*");

  private final DescriptorSchema schema;
  private String cause = "";

  SchemaMessages(DescriptorSchema schema) {
    this.schema = schema;
  }

  /**
   * Translates the next message.
   *
   * @param original the validator's message, in English
   * @param element the element that is being read
   * @param parent the element around it, if any
   * @return empty if only the following message makes sense of this one
   */
  Optional<Finding> translate(String original, Tag element, Optional<Tag> parent) {
    Matcher value = ATTRIBUTE_VALUE.matcher(original);
    if (value.matches()) {
      String reason = cause;
      cause = "";
      return Optional.of(
          new Finding(
              value.group(2), badValue(element.name(), value.group(2), value.group(1), reason)));
    }
    if (VALUE_CAUSE.matcher(original).matches()) {
      cause = original;
      return Optional.empty();
    }
    return Optional.of(structure(original, element, parent));
  }

  /** The last message that no following one made sense of. */
  Optional<String> unexplained() {
    return cause.isEmpty() ? Optional.empty() : Optional.of(cause);
  }

  private Finding structure(String original, Tag element, Optional<Tag> parent) {
    Matcher unknown = UNKNOWN_ATTRIBUTE.matcher(original);
    if (unknown.matches()) {
      return new Finding(unknown.group(1), unknownAttribute(element.name(), unknown.group(1)));
    }
    Matcher missing = MISSING_ATTRIBUTE.matcher(original);
    if (missing.matches()) {
      return onElement(missingAttribute(element.name(), missing.group(1)));
    }
    if (UNEXPECTED_ELEMENT.matcher(original).matches() && parent.isPresent()) {
      return onElement(unexpectedElement(element, parent.get()));
    }
    Matcher incomplete = INCOMPLETE.matcher(original);
    if (incomplete.matches()) {
      return onElement(incomplete(element.name(), incomplete.group(1)));
    }
    if (TEXT_OR_CHILD_IN_EMPTY.matcher(original).matches()) {
      return onElement(
          "<%s> must be empty: it takes neither text nor elements".formatted(element.name()));
    }
    if (TEXT.matcher(original).matches()) {
      return onElement(
          "<%s> takes no text, only the elements %s"
              .formatted(element.name(), tags(schema.children(element.name()))));
    }
    if (CHILD_IN_TEXT.matcher(original).matches()) {
      return onElement("<%s> takes only text, no elements".formatted(element.name()));
    }
    if (UNKNOWN_ROOT.matcher(original).matches()) {
      return onElement(unknownRoot(element));
    }
    return onElement(original);
  }

  private static Finding onElement(String message) {
    return new Finding("", message);
  }

  private String badValue(String element, String attribute, String value, String reason) {
    Matcher enumeration = ENUMERATION.matcher(reason);
    if (enumeration.matches()) {
      List<String> allowed = List.of(enumeration.group(1).split(", "));
      return "%s \"%s\" is not known: allowed %s %s%s"
          .formatted(
              attribute,
              value,
              allowed.size() == 1 ? "is" : "are",
              String.join(", ", allowed),
              Suggestions.hint(value, allowed));
    }
    String allowed =
        schema
            .allowedValue(element, attribute)
            .map(phrase -> ": %s takes %s".formatted(attribute, phrase))
            .orElse("");
    Matcher culprit = VALUE_CAUSE.matcher(reason);
    String which =
        culprit.matches() && !culprit.group(1).equals(value) && !value.isBlank()
            ? "\"%s\" in %s \"%s\"".formatted(culprit.group(1), attribute, value)
            : "%s \"%s\"".formatted(attribute, value);
    return which + " is not allowed" + allowed;
  }

  private String unknownAttribute(String element, String attribute) {
    List<String> allowed = schema.attributes(element);
    if (allowed.isEmpty()) {
      return "<%s> has no attribute %s: it takes none".formatted(element, attribute);
    }
    return "<%s> has no attribute %s: allowed are %s%s"
        .formatted(
            element, attribute, String.join(", ", allowed), Suggestions.hint(attribute, allowed));
  }

  private String missingAttribute(String element, String attribute) {
    return "<%s> lacks the attribute %s%s"
        .formatted(
            element,
            attribute,
            schema
                .allowedValue(element, attribute)
                .map(phrase -> ", which takes " + phrase)
                .orElse(""));
  }

  private String unexpectedElement(Tag element, Tag parent) {
    List<String> allowed = schema.children(parent.name());
    if (!element.namespace().equals(DescriptorSchema.NAMESPACE)) {
      return "<%s> is not in the namespace %s"
          .formatted(element.name(), DescriptorSchema.NAMESPACE);
    }
    if (allowed.contains(element.name())) {
      return "<%s> stands in <%s> more than once".formatted(element.name(), parent.name());
    }
    return "<%s> is not allowed in <%s>: allowed are %s%s"
        .formatted(
            element.name(),
            parent.name(),
            tags(allowed),
            Suggestions.hint(element.name(), allowed));
  }

  private String incomplete(String element, String expected) {
    List<String> required = schema.requiredChildren(element);
    List<String> lacking =
        required.stream().filter(r -> expected.matches(".*\"?:" + r + "(?:,.*)?")).toList();
    if (element.equals("regimes")) {
      return "<regimes> is empty: it takes at least one of " + tags(lacking);
    }
    return "<%s> lacks %s".formatted(element, tags(lacking));
  }

  private static String unknownRoot(Tag element) {
    return "a descriptor starts with <experiment xmlns=\"%s\">, not with <%s>%s"
        .formatted(
            DescriptorSchema.NAMESPACE,
            element.name(),
            element.namespace().isEmpty()
                ? " in no namespace"
                : " in the namespace " + element.namespace());
  }

  private static String tags(List<String> names) {
    return names.stream().map(n -> "<" + n + ">").collect(Collectors.joining(", "));
  }
}
