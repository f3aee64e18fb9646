import groovy.json.JsonSlurper

def results = new JsonSlurper().parse(new File(basedir, 'reports/quickstart/results.json'))
assert results.trials*.id == ['linear-probe-optimal-seed1']
assert results.trials[0].status == 'completed'
assert results.trials[0].trainableParameters == 650
assert results.trials[0].test.images == 1000
assert results.trials[0].test.accuracy > 0.6
assert new File(basedir, 'reports/quickstart/index.html').isFile()
