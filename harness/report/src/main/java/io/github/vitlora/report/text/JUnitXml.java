package io.github.vitlora.report.text;

import io.github.vitlora.io.NumberText;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.verdict.Answer;
import io.github.vitlora.verdict.Decision;
import io.github.vitlora.verdict.ExpectationOutcome;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes trials, questions and expectations as the XML that build servers read of JUnit. An
 * expectation that is not met, a question whose answer fails the build and a trial that diverged
 * are failures; a trial that could not run is an error; what is undecided and only warns is
 * skipped.
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
    List<Case> cases = new ArrayList<>();
    for (Answer answer : results.questions()) {
      boolean open = answer.decision() == Decision.UNDECIDED && answer.passed();
      cases.add(
          new Case(
              answer.question(),
              open ? "skipped" : answer.passed() ? "" : "failure",
              answer.message()));
    }
    for (ExpectationOutcome outcome : results.expectations()) {
      String kind = outcome.fails() ? "failure" : outcome.onlyWarns() ? "skipped" : "";
      cases.add(new Case(outcome.id(), kind, outcome.message()));
    }
    results
        .unjudged()
        .forEach(waiting -> cases.add(new Case(waiting.id(), "skipped", waiting.message())));
    String suite = results.experiment() + ".expectations";
    startSuite(xml, suite, cases.size(), count(cases, "failure"), 0, count(cases, "skipped"));
    for (Case one : cases) {
      startCase(xml, suite, one.name(), 0);
      if (one.kind().equals("failure")) {
        writeTrouble(xml, one.kind(), one.message());
      } else if (one.kind().equals("skipped")) {
        xml.writeEmptyElement(one.kind());
        xml.writeAttribute("message", legal(one.message()));
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  /**
   * A question or an expectation.
   *
   * @param kind the element that says what is wrong, failure or skipped; empty where nothing is
   */
  private record Case(String name, String kind, String message) {}

  private static long count(List<Case> cases, String kind) {
    return cases.stream().filter(one -> one.kind().equals(kind)).count();
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
