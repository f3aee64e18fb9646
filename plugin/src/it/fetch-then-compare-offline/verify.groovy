import groovy.json.JsonSlurper

context.get('server').stop(0)
def log = new File(basedir, 'build.log').text

// Nothing was there, and all was told at once; libtorch may have been, in a repository that other tests use too.
assert log =~ /Experiment 'drawings' lacks [23] things:/
assert log.contains("The source 'hf:owner/backbone@v1/model.safetensors' is not in the cache")
assert log.contains("The source 'https://vitlora.invalid/images.zip' is not in the cache")
assert log.contains('mvn vitlora:fetch -Dvitlora.experiment=drawings brings here')

// Each was asked for once, by fetch.
assert context.get('requests').sort() == ['/mirror/images.zip', '/mirror/owner/backbone@v1/model.safetensors']
assert log =~ /weights hf:owner\/backbone@v1\/model.safetensors\R.*fetched, .* MB, sha256 [0-9a-f]{64}, commit 0123456789abcdef/
assert log =~ /archive https:\/\/vitlora.invalid\/images.zip\R.*fetched, .* MB, sha256 [0-9a-f]{64}/
assert log =~ /weights hf:owner\/backbone@v1\/model.safetensors\R.*was there, /
assert log.contains("Experiment 'quickstart'")
assert log.contains("Experiment 'mine' is left out: it wants -Dimages=...")
assert log =~ /libtorch for this platform: pytorch-native-cpu.*\R.*was there, .* MB, sha256 [0-9a-f]{64}/
assert !log.contains('it-token')

assert new File(basedir, 'target/vitlora/drawings/linear-probe-seed1/weights.safetensors').isFile()
assert new File(basedir, 'reports/drawings/index.html').isFile()
def results = new JsonSlurper().parse(new File(basedir, 'reports/drawings/results.json'))
assert results.trials*.provenance*.weightsCommit == ['0123456789abcdef0123456789abcdef01234567']
