package io.github.vitlora.source;

import java.lang.Character.UnicodeScript;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Guesses the encoding of names in an archive that does not say it: UTF-8 where all of them are,
 * else the code page of Windows in which they read most like words.
 *
 * <p>Every character beyond ASCII has a price: the less common it is in names, and the less it goes
 * with the character before it, the higher. The code page in which all names together cost least is
 * taken; at equal prices the first of the list. A few short names may be read wrong, but no two
 * names ever become one.
 */
final class CodePage {
  private static final int COMMON_SYLLABLE = 6;
  private static final int LETTER = 10;
  private static final int OTHER_SYLLABLE = 16;
  private static final int FOREIGN_KANA = 20;
  private static final int PUNCTUATION = 25;
  private static final int HALF_WIDTH_KANA = 30;
  private static final int RARE = 40;
  private static final int NONSENSE = 100;

  /** Of a letter beside one of another script, or of a capital letter after a small one. */
  private static final int MISMATCH = 20;

  /** Of two letters with accents side by side, in a script that has few of them. */
  private static final int TWO_ACCENTS = 10;

  /** Most of what is written in Korean; little of what Chinese looks like in its code page. */
  private static final String COMMON_SYLLABLES =
      "가각간감강개거건게견결경계고곰공과관교구국군그금기길김꽃나남내냥너년노농누느는늘니다단닭당대도돌동돼되두드든들등디"
          + "딸라람랑래러레려력로록료루류르를름리린림마만말망매머먹면명모목무문물미민밀바박반발방배백버번범별병보복본부북분비빵"
          + "사산살삼상새색생서석선설성세소속손송수순술숲스습시식신실심쌀아악안알암앙애야약양어얼업에여역연열염영예오옥온올와왕외요"
          + "용우운울원월위유육윤은을음의이인일임입자작장재쟁저적전절정제조족종주죽중쥐즈증지직진집차찬참창채책처천철청체초촌추축"
          + "출치친침카커코콩크키타태터테토통트특티파판팔패페편평포표푸풀품프피하학한할함합해행향현형호홍화환황회후흑희";

  /** Those of Windows in East Asia, of DOS and Windows in Europe, the most common first. */
  private static final List<CodePage> KNOWN =
      List.of(
          new CodePage("windows-31j", 0x889f, 0x9872, 0x40),
          new CodePage("GBK", 0xb0a1, 0xd7fe, 0xa1),
          new CodePage("x-windows-950", 0xa440, 0xc67e, 0x40),
          new CodePage("x-windows-949", 0xb0a1, 0xc8fe, 0xa1),
          new CodePage("IBM437", 0, 0, 0),
          new CodePage("windows-1252", 0, 0, 0),
          new CodePage("IBM850", 0, 0, 0),
          new CodePage("IBM852", 0, 0, 0),
          new CodePage("windows-1250", 0, 0, 0),
          new CodePage("IBM866", 0, 0, 0),
          new CodePage("windows-1251", 0, 0, 0));

  private static final char LAST_EUROPEAN_LATIN = 0x180;
  private static final char FIRST_CYRILLIC = 0x400;

  private final String name;
  private final int firstCommon;
  private final int lastCommon;
  private final int firstTrail;

  /** The range is that of common ideographs or syllables, apart from which the rare ones are. */
  private CodePage(String name, int firstCommon, int lastCommon, int firstTrail) {
    this.name = name;
    this.firstCommon = firstCommon;
    this.lastCommon = lastCommon;
    this.firstTrail = firstTrail;
  }

  /** Returns the encoding of names, all of which it can decode. */
  static Charset of(Collection<byte[]> names) {
    if (decoded(names, StandardCharsets.UTF_8).isPresent()) {
      return StandardCharsets.UTF_8;
    }
    // Takes any bytes, and a different character for each.
    Charset best = StandardCharsets.ISO_8859_1;
    long least = Long.MAX_VALUE;
    for (CodePage page : KNOWN) {
      // An image of Java may come without the module that has most of them.
      if (Charset.isSupported(page.name)) {
        Charset charset = Charset.forName(page.name);
        Optional<List<String>> decoded = decoded(names, charset);
        if (decoded.isPresent()) {
          long price = decoded.get().stream().mapToLong(text -> page.price(text, charset)).sum();
          if (price < least) {
            least = price;
            best = charset;
          }
        }
      }
    }
    return best;
  }

  /** Returns a name in an encoding, if it is one there. */
  static Optional<String> decoded(byte[] name, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(name)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Decodes all names, if none of them stands for another too, as some do in Japanese. */
  private static Optional<List<String>> decoded(Collection<byte[]> names, Charset charset) {
    List<String> all = new ArrayList<>(names.size());
    for (byte[] name : names) {
      Optional<String> decoded = decoded(name, charset);
      if (decoded.isEmpty() || !Arrays.equals(decoded.get().getBytes(charset), name)) {
        return Optional.empty();
      }
      all.add(decoded.get());
    }
    return Optional.of(all);
  }

  private long price(String text, Charset charset) {
    long price = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char before = i == 0 ? ' ' : text.charAt(i - 1);
      if (c >= 0x80) {
        price += price(c, charset);
      }
      if ((c >= 0x80 || before >= 0x80) && Character.isLetter(c) && Character.isLetter(before)) {
        price += together(before, c);
      }
    }
    return price;
  }

  private static int together(char before, char c) {
    if (script(before) != script(c) || Character.isLowerCase(before) && Character.isUpperCase(c)) {
      return MISMATCH;
    }
    boolean accents = before >= 0x80 && c >= 0x80 && script(c) == UnicodeScript.LATIN;
    return accents ? TWO_ACCENTS : 0;
  }

  private int price(char c, Charset charset) {
    return switch (UnicodeScript.of(c)) {
      case HAN -> common(c, charset) ? LETTER : RARE;
      case HANGUL -> syllable(c, charset);
      case HIRAGANA, KATAKANA -> kana(c);
      case COMMON -> punctuation(c);
      case LATIN, CYRILLIC -> letter(c) ? LETTER : RARE;
      default -> RARE;
    };
  }

  /** None of the phonetic and other letters that code pages have as symbols. */
  private static boolean letter(char c) {
    int type = Character.getType(c);
    return (type == Character.LOWERCASE_LETTER || type == Character.UPPERCASE_LETTER)
        && (c < LAST_EUROPEAN_LATIN || c >= FIRST_CYRILLIC);
  }

  private int syllable(char c, Charset charset) {
    if (COMMON_SYLLABLES.indexOf(c) >= 0) {
      return COMMON_SYLLABLE;
    }
    return common(c, charset) ? OTHER_SYLLABLE : RARE;
  }

  private boolean common(char c, Charset charset) {
    byte[] bytes = String.valueOf(c).getBytes(charset);
    int code = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    return firstCommon <= code && code <= lastCommon && (code & 0xff) >= firstTrail;
  }

  private int kana(char c) {
    if (c >= 0xff00) {
      return HALF_WIDTH_KANA;
    }
    return name.equals("windows-31j") ? LETTER : FOREIGN_KANA;
  }

  private static int punctuation(char c) {
    boolean wide = c >= 0x3000 && c < 0x3100 || c >= 0xff00 && c < 0xff60;
    if (wide) {
      // The mark of a long vowel is as common as a letter.
      return c == 'ー' ? LETTER : PUNCTUATION;
    }
    return unlikely(c);
  }

  private static int unlikely(char c) {
    int type = Character.getType(c);
    return type == Character.CONTROL || type == Character.PRIVATE_USE ? NONSENSE : RARE;
  }

  /** Of what Japanese writes in three scripts it is one. */
  private static UnicodeScript script(char c) {
    UnicodeScript script = UnicodeScript.of(c);
    return switch (script) {
      case HIRAGANA, KATAKANA, COMMON -> UnicodeScript.HAN;
      default -> script;
    };
  }
}
