def log = new File(basedir, 'build.log').text
assert log.contains("Experiment 'tiny' is valid: 3 trials of vit_tiny_patch16_224 with 10 classes")
assert log =~ /full-seed1 +5,526,346 +5,526,346 +100\.00 %/
assert log =~ /linear-probe-seed1 +1,930 +5,526,346 +0\.03 %/
assert log =~ /lora-r8-seed1 +296,842 +5,821,258 +5\.10 %/
