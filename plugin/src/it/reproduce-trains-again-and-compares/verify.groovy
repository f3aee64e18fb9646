import groovy.json.JsonSlurper

def results = new JsonSlurper().parse(new File(basedir, 'reports/drawings/results.json'))
assert results.descriptor.regimes*.kind == ['fullFineTuning', 'linearProbe', 'lora']
assert results.trials.every { it.savedSha256 ==~ /[0-9a-f]{64}/ && it.provenance.images ==~ /[0-9a-f]{64}/ }

def log = new File(basedir, 'build.log').text
assert log.contains("3 trials of 'drawings': bit-equal")
assert log.contains('lora-r4-seed1       bit-equal (all 17 figures, weights equal, predictions equal)')
assert !log.contains('Not the same as when the results were made')
assert new File(basedir, 'target/vitlora-reproduce/drawings/lora-r4-seed1/weights.safetensors').isFile()

assert log.contains('other.json: there is no such file')
