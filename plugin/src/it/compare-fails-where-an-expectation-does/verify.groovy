import groovy.json.JsonSlurper

def report = new File(basedir, 'reports/drawings')
def results = new JsonSlurper().parse(new File(report, 'results.json'))
assert results.trials*.id == ['full-seed1', 'linear-probe-seed1', 'lora-r2-seed1']
assert !results.expectations[0].passed
assert new File(report, 'index.html').isFile()

def log = new File(basedir, 'build.log').text
assert log.contains("Experiment 'drawings' does not hold what is expected of it")
assert log =~ /testAccuracy of linear probe is 0\.\d+.*expected at least 1\.1/
assert !log.contains('NullPointerException')
