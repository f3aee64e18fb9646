import groovy.json.JsonSlurper

def report = new File(basedir, 'reports/drawings')
def results = new JsonSlurper().parse(new File(report, 'results.json'))
def answer = results.questions[0]
assert answer.decision == 'SHOWN' && answer.rank == 4 && answer.passed
assert answer.looks*.seeds == [3]
assert answer.trials == 6 && answer.grid == 8
assert results.trials*.id as Set == [
    'linear-probe-seed7', 'full-seed1', 'full-seed2', 'full-seed3', 'lora-r4-seed1', 'lora-r4-seed2', 'lora-r4-seed3'] as Set

def log = new File(basedir, 'build.log').text
assert log.contains('good-enough: the next look takes 6 trials')
assert log =~ /full-seed1: taken over/
assert log =~ /lora-r4-seed1: taken over/
assert log.contains('good-enough: answered from 6 of 8 trials')
assert log =~ /good-enough: rank 4 suffices: test accuracy at most 100 points below full fine-tuning/
assert log.contains('the question good-enough cannot be shared by shards')

def summary = new File(report, 'summary.md').getText('UTF-8')
assert summary.contains('✔ Rank 4 suffices')
assert results.baseline.regimes.size() == 3
assert summary =~ /linear probe classifies every image as before: test accuracy changed by 0\.00 points/
assert new File(report, 'compare.html').text.contains('vl-compare')
assert new File(report, 'junit.xml').text.contains('name="good-enough"')
