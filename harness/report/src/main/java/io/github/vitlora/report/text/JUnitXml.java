package io.github.vitlora.report.text;

import io.github.vitlora.io.NumberText;
import io.github.vitlora.result.ExpectationOutcome;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.result.UnjudgedExpectation;
import java.io.ByteArrayOutputStream;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Renders trials and expectations as the XML that build servers read of JUnit: an expectation that
 * is not met and a trial that diverged are failures, a trial that could not run is an error.
 */
public final class JUnitXml {

  private JUnitXml() {}

  public static byte[] render(ExperimentResults results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      writeTrials(xml, results.experiment(), results.trials());
      writeExpectations(xml, results);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeTrials(XMLStreamWriter xml, String experiment, List<TrialResult> trials)
      throws XMLStreamException {
    startSuite(
        xml,
        experiment + ".trials",
        trials.size(),
        trials.stream().filter(t -> t.status() == TrialStatus.DIVERGED).count(),
        trials.stream().filter(t -> t.status() == TrialStatus.FAILED).count(),
        0);
    for (TrialResult trial : trials) {
      startCase(xml, experiment + ".trials", trial.id(), trial.wallSeconds());
      String message = trial.message().orElse("no message");
      switch (trial.status()) {
        case COMPLETED -> {}
        case DIVERGED -> writeTrouble(xml, "failure", message);
        case FAILED -> writeTrouble(xml, "error", message);
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void writeExpectations(XMLStreamWriter xml, ExperimentResults results)
      throws XMLStreamException {
    String suite = results.experiment() + ".expectations";
    List<ExpectationOutcome> outcomes = results.expectations();
    startSuite(
        xml,
        suite,
        outcomes.size() + results.unjudged().size(),
        outcomes.stream().filter(outcome -> !outcome.passed()).count(),
        0,
        results.unjudged().size());
    for (ExpectationOutcome outcome : outcomes) {
      startCase(xml, suite, outcome.id(), 0);
      if (!outcome.passed()) {
        writeTrouble(xml, "failure", outcome.message());
      }
      xml.writeEndElement();
    }
    for (UnjudgedExpectation waiting : results.unjudged()) {
      startCase(xml, suite, waiting.id(), 0);
      xml.writeEmptyElement("skipped");
      xml.writeAttribute("message", legal(waiting.message()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void startSuite(
      XMLStreamWriter xml, String name, int tests, long failures, long errors, long skipped)
      throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", name);
    xml.writeAttribute("tests", Integer.toString(tests));
    xml.writeAttribute("failures", Long.toString(failures));
    xml.writeAttribute("errors", Long.toString(errors));
    xml.writeAttribute("skipped", Long.toString(skipped));
  }

  private static void startCase(XMLStreamWriter xml, String suite, String name, double seconds)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", suite);
    xml.writeAttribute("name", name);
    xml.writeAttribute("time", NumberText.number(seconds, 3));
  }

  /** The first line is the message, all of them the content. */
  private static void writeTrouble(XMLStreamWriter xml, String kind, String text)
      throws XMLStreamException {
    String sound = legal(text);
    xml.writeStartElement(kind);
    xml.writeAttribute("message", sound.lines().findFirst().orElse(""));
    xml.writeCharacters(sound);
    xml.writeEndElement();
  }

  /** What a process said may hold characters that XML cannot, such as a terminal's colours. */
  private static String legal(String text) {
    return text.replaceAll(
        "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }
}
