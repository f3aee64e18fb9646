package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.DescriptorElements.ExperimentElement;
import io.github.vitlora.descriptor.DescriptorElements.Located;
import io.github.vitlora.experiment.Experiment;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import jakarta.xml.bind.UnmarshallerHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.validation.ValidatorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLFilter;
import org.xml.sax.XMLReader;

/**
 * Reads experiment descriptors: XML in the namespace {@code urn:vitlora:experiment:1}.
 *
 * <p>A descriptor is not trusted: it may not have a DOCTYPE, and nothing that it names is opened
 * while it is read.
 */
public final class ExperimentReader {

  // Looked up in Locale.ROOT, Xerces's messages are English; looked up in Locale.ENGLISH, for which
  // there is no bundle of their own, they come in the language of the machine.
  private static final String MESSAGE_LOCALE = "http://apache.org/xml/properties/locale";

  /** Costly to make, and safe for threads to share. */
  private static final class Context {
    private static final JAXBContext ELEMENTS = make();

    private static JAXBContext make() {
      try {
        return JAXBContext.newInstance(ExperimentElement.class);
      } catch (JAXBException e) {
        throw new IllegalStateException("the descriptor's elements cannot be bound", e);
      }
    }
  }

  private final Path base;
  private final Problems problems;

  private ExperimentReader(String name, Path base) {
    this.base = base;
    this.problems = new Problems(name);
  }

  /**
   * Reads a descriptor from a file; its relative paths start at the file's folder.
   *
   * @param file the descriptor; error messages name it as it is given here
   * @param properties what {@code ${name}} stands for in attribute values
   * @throws DescriptorException if it cannot be read or anything is wrong with it
   */
  public static Experiment read(Path file, Function<String, Optional<String>> properties) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString(), file.toAbsolutePath().getParent(), properties);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads a descriptor that is not a file, one that ships inside a jar for example.
   *
   * @param in the descriptor's bytes; the caller closes it
   * @param name how error messages call the descriptor
   * @param base folder that its relative paths start at
   * @param properties what {@code ${name}} stands for in attribute values
   * @throws DescriptorException if it cannot be read or anything is wrong with it
   */
  public static Experiment read(
      InputStream in, String name, Path base, Function<String, Optional<String>> properties) {
    byte[] bytes;
    try {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
    return new ExperimentReader(name, base).read(bytes, properties);
  }

  private static DescriptorException unreadable(String name, IOException e) {
    String reason =
        e instanceof NoSuchFileException
            ? "there is no such file"
            : "it cannot be read: " + e.getMessage();
    return new DescriptorException(List.of(new DescriptorProblem(name, 0, 0, reason)), e);
  }

  private Experiment read(byte[] bytes, Function<String, Optional<String>> properties) {
    Optional<ExperimentElement> bound;
    try {
      bound = bind(bytes, properties);
    } catch (ParserConfigurationException | JAXBException | SAXException e) {
      throw new IllegalStateException("the XML libraries of this Java cannot be set up", e);
    }
    bound.ifPresent(new DescriptorChecks(problems, base)::check);
    if (bound.isEmpty() || !problems.isEmpty()) {
      throw new DescriptorException(problems.list(), null);
    }
    return new ExperimentAssembler(base).assemble(bound.get());
  }

  /** The descriptor's elements; empty, and a problem noted, where there is nothing to bind. */
  private Optional<ExperimentElement> bind(
      byte[] bytes, Function<String, Optional<String>> properties)
      throws ParserConfigurationException, SAXException, JAXBException {
    TagTracker tags = new TagTracker(secureReader(), bytes, problems);
    XMLFilter substitution = new PropertySubstitution(tags, properties, problems);
    ValidatorHandler validator = DescriptorSchema.get().schema().newValidatorHandler();
    UnmarshallerHandler binder = binder(tags);
    validator.setProperty(MESSAGE_LOCALE, Locale.ROOT);
    SchemaErrors schemaErrors = new SchemaErrors(tags, problems);
    validator.setErrorHandler(schemaErrors);
    SoundAttributes sound = new SoundAttributes(tags, schemaErrors);
    validator.setContentHandler(sound);
    sound.setContentHandler(binder);
    substitution.setContentHandler(validator);
    substitution.setErrorHandler(new SyntaxErrors(problems));
    try {
      substitution.parse(new InputSource(new ByteArrayInputStream(bytes)));
      schemaErrors.finish();
      return Optional.of((ExperimentElement) binder.getResult());
    } catch (SAXException | JAXBException | IOException e) {
      if (problems.isEmpty()) {
        problems.add(Place.of(1, 1), undecodable(e));
      }
      return Optional.empty();
    }
  }

  private static String undecodable(Exception e) {
    return e instanceof UnsupportedEncodingException
        ? "the encoding %s is not known: UTF-8 is".formatted(e.getMessage())
        : "this is not readable XML: " + e.getMessage();
  }

  private static XMLReader secureReader() throws ParserConfigurationException, SAXException {
    SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
    factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    XMLReader reader = factory.newSAXParser().getXMLReader();
    reader.setProperty(MESSAGE_LOCALE, Locale.ROOT);
    return reader;
  }

  private static UnmarshallerHandler binder(TagTracker tags) throws JAXBException {
    Unmarshaller unmarshaller = Context.ELEMENTS.createUnmarshaller();
    // The validator reports whatever cannot be bound.
    unmarshaller.setEventHandler(event -> true);
    unmarshaller.setListener(
        new Unmarshaller.Listener() {
          @Override
          public void beforeUnmarshal(Object target, Object parent) {
            if (target instanceof Located located) {
              located.tag = tags.current().orElseThrow();
            }
          }
        });
    return unmarshaller.getUnmarshallerHandler();
  }
}
