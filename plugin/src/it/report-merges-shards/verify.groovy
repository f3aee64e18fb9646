import groovy.json.JsonSlurper

def results(folder) { new JsonSlurper().parse(new File(basedir, "$folder/drawings/results.json")) }

def first = results('shards/1')
assert first.shard == [index: 1, count: 2]
assert first.trials*.id == ['full-seed1', 'lora-r4-seed1']
assert first.missing == ['linear-probe-seed1']
assert first.expectations*.passed == [true, true]
def second = results('shards/2')
assert second.trials*.id == ['linear-probe-seed1']
assert second.expectations == []
assert second.unjudged*.id == ['lora-r4-trainableParameters-atMostFraction-fullFineTuning', 'full-testAccuracy-atLeast']

def merged = results('reports')
assert merged.trials == [first.trials[0], second.trials[0], first.trials[1]]
assert merged.expectations == first.expectations
assert !merged.containsKey('shard') && !merged.containsKey('missing') && !merged.containsKey('unjudged')

def report = new File(basedir, 'reports/drawings')
def trials = new File(report, 'allure-results').listFiles().findAll { it.name.endsWith('-result.json') }
    .collect { new JsonSlurper().parse(it) }.findAll { it.fullName.contains('-seed') }
assert trials.size() == 3
assert trials.every { it.attachments*.name.contains('log') }
assert new JsonSlurper().parse(new File(report, 'history/history-trend.json')).size() == 1

def log = new File(basedir, 'build.log').text
assert log.contains('is not judged: other shards have full-seed1')
assert log =~ /shards.1.drawings.results\.json is of the experiment 'drawings' and other.results\.json of 'photographs'/
