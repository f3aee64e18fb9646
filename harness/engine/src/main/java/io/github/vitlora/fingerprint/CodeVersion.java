package io.github.vitlora.fingerprint;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.TypePath;

/**
 * Hashes the code that numbers depend on: the compiled classes of the packages that compute and the
 * kernels' sources, so that a change elsewhere, in the report say, invalidates no result.
 *
 * <p>Only what a class does counts. Its lines, its annotations and the text of its messages do not:
 * a string with a word beside a space is for people. In {@link #SOURCES} every string counts.
 */
public final class CodeVersion {
  /** These packages compute, each with those below it. */
  static final List<String> COMPUTING =
      List.of(
          "random",
          "regime",
          "experiment",
          "image",
          "transform",
          "dataset",
          "kernel",
          "checkpoint",
          "model",
          "optimizer",
          "batch",
          "learner",
          "train");

  /** The strings and resources of this package are code. */
  private static final String SOURCES = "kernel";

  private static final String ROOT = "io/github/vitlora/";

  /**
   * No trial's numbers depend on these records: how an experiment is written down, how its results
   * are judged, and which machine runs which part.
   */
  private static final Pattern OTHERS =
      Pattern.compile(
          "experiment/(Experiment\\w*|Expectation|Question|Certainty|Metric|Shard)(\\$\\w+)?\\.class");

  private static final Pattern WORDS =
      Pattern.compile("\\p{L}{2}\\p{Punct}* | \\p{Punct}*\\p{L}{2}");

  private CodeVersion() {}

  /** Returns the version of the running code, SHA-256 in hexadecimal. */
  public static String current() {
    return Known.VERSION;
  }

  /** Holds the version, which takes a moment to compute and stays the same. */
  private static final class Known {
    static final String VERSION = of(places(), COMPUTING);
  }

  /** Returns where the classes that compute lie, which may be several jars. */
  private static List<Path> places() {
    return Stream.of(CodeVersion.class, Trial.class).map(CodeVersion::place).distinct().toList();
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of a class is a file", e);
    }
  }

  /**
   * Computes the version of the code in these places. The place of a class does not count.
   *
   * @param places folders of classes, and jars
   * @param packages those that compute, under the project's own
   * @throws IllegalStateException when one of the packages has no class in any of the places
   */
  static String of(List<Path> places, List<String> packages) {
    Map<String, byte[]> found = new TreeMap<>();
    try {
      for (Path place : places) {
        if (Files.isDirectory(place)) {
          collect(place.resolve(ROOT), packages, found);
        } else {
          try (FileSystem jar = FileSystems.newFileSystem(place)) {
            collect(jar.getPath("/" + ROOT), packages, found);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The harness's own classes cannot be read", e);
    }
    for (String name : packages) {
      if (found.keySet().stream().noneMatch(file -> file.startsWith(name + "/"))) {
        throw new IllegalStateException("no class of the package " + name + " is in " + places);
      }
    }
    MessageDigest digest = Digests.sha256();
    found.forEach(
        (name, content) -> {
          Digests.add(digest, name + " " + content.length);
          digest.update(content);
        });
    return Digests.hex(digest);
  }

  private static void collect(Path root, List<String> packages, Map<String, byte[]> found)
      throws IOException {
    for (String name : packages) {
      if (Files.notExists(root.resolve(name))) {
        continue;
      }
      try (Stream<Path> files = Files.walk(root.resolve(name))) {
        for (Path file : files.toList()) {
          String path = root.relativize(file).toString().replace('\\', '/');
          boolean source = path.startsWith(SOURCES + "/");
          if (path.endsWith(".class") && !OTHERS.matcher(path).matches()) {
            found.put(path, whatItDoes(Files.readAllBytes(file), source));
          } else if (source && path.endsWith(".py")) {
            found.put(path, Files.readAllBytes(file));
          }
        }
      }
    }
  }

  private static byte[] whatItDoes(byte[] compiled, boolean everyString) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(compiled)
        .accept(new Essence(writer, everyString), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  /** Passes on only what a class does. */
  private static final class Essence extends ClassVisitor {
    private static final int API = Opcodes.ASM9;

    private final boolean everyString;

    Essence(ClassWriter writer, boolean everyString) {
      super(API, writer);
      this.everyString = everyString;
    }

    private Object withoutText(Object constant) {
      boolean text =
          !everyString && constant instanceof String string && WORDS.matcher(string).find();
      return text ? "" : constant;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String type, boolean visible) {
      return null;
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(
        int reference, TypePath path, String type, boolean visible) {
      return null;
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String type, String signature, Object value) {
      super.visitField(access, name, type, signature, withoutText(value));
      return null;
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(String name, String type, String signature) {
      super.visitRecordComponent(name, type, signature);
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String type, String signature, String[] exceptions) {
      MethodVisitor writer = super.visitMethod(access, name, type, signature, exceptions);
      return new MethodVisitor(API, writer) {
        @Override
        public AnnotationVisitor visitAnnotation(String type, boolean visible) {
          return null;
        }

        @Override
        public AnnotationVisitor visitTypeAnnotation(
            int reference, TypePath path, String type, boolean visible) {
          return null;
        }

        @Override
        public AnnotationVisitor visitParameterAnnotation(
            int parameter, String type, boolean visible) {
          return null;
        }

        @Override
        public void visitLdcInsn(Object value) {
          super.visitLdcInsn(withoutText(value));
        }

        @Override
        public void visitInvokeDynamicInsn(
            String name, String type, Handle bootstrap, Object... arguments) {
          Object[] told = Arrays.stream(arguments).map(Essence.this::withoutText).toArray();
          super.visitInvokeDynamicInsn(name, type, bootstrap, told);
        }
      };
    }
  }
}
