package io.github.vitlora.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that people give for safetensors; those of other libraries are written by foreign.py. */
class ForeignFileTest {
  @TempDir Path folder;

  private AbstractThrowableAssert<?, ?> opening(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("m.safetensors"), content);
    return assertThatThrownBy(() -> SafetensorsFile.open(file).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file + ": ");
  }

  private AbstractThrowableAssert<?, ?> opening(String content) throws IOException {
    return opening(content.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          saved.pth    | is a PyTorch checkpoint of torch.save | torch.load('m.safetensors'
          legacy.pth   | is a Python pickle                    | torch.load('m.safetensors'
          program.pt   | is a TorchScript program              | torch.jit.load('m.safetensors'
          arrays.npz   | is an archive of NumPy arrays (.npz)  | save_file
          array.npy    | is a NumPy array (.npy)               | save_file
          weights.h5   | is an HDF5 file                       | take the model.safetensors
          graph.onnx   | looks like an ONNX graph              | take the model.safetensors
          weights.gguf | is a GGUF file                        | take the model.safetensors
          """)
  void anotherLibrarysFileIsCalledByItsNameWithTheRemedy(String name, String kind, String remedy)
      throws IOException {
    try (InputStream in = ForeignFileTest.class.getResourceAsStream("foreign/" + name)) {
      opening(in.readAllBytes()).hasMessageContaining(kind).hasMessageContaining(remedy);
    }
  }

  @Test
  void anLfsPointerStandsForAnotherFile() throws IOException {
    opening(
            "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 22885408\n"
                .formatted("a".repeat(64)))
        .hasMessageContaining("is a Git LFS pointer, a text that stands for the file of 22885408")
        .hasMessageContaining("git lfs pull");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <!DOCTYPE html><html><head>            | is an HTML page: an address with /blob/
          <HTML lang="en">                       | is an HTML page: an address with /blob/
          {"error":"Repository not found"}       | is JSON that begins "{"error":"Repository not
          {"weight_map":{"a":"b.safetensors"}}   | is the index of a checkpoint in several files
          <?xml version="1.0"?><Error>           | is a text that begins "<?xml version="1.0"?>
          Access denied.                         | is a text that begins "Access denied."
          """)
  void aTextIsToldAsSuch(String text, String kind) throws IOException {
    opening("\ufeff\n " + text).hasMessageContaining(kind);
  }

  @Test
  void whatIsPackedIsToBeUnpacked() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(new byte[1000]);
    }
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("model.safetensors"));
    }
    byte[] tar = new byte[1024];
    tar[0] = 'm';
    System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);

    opening(gzip.toByteArray()).hasMessageContaining("is compressed by gzip: unpack it");
    opening(zip.toByteArray()).hasMessageContaining("is a zip archive: unpack it");
    opening(tar).hasMessageContaining("is a tar archive: unpack it");
    opening(Arrays.copyOf(zip.toByteArray(), 40)).hasMessageContaining("cut off or damaged");
  }

  @Test
  void nothingIsToBeFetchedAgain() throws IOException {
    opening(new byte[0]).hasMessageContaining("is empty: fetch or copy it again");
    opening(new byte[4096]).hasMessageContaining("begins with zeros alone");
  }
}
