import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
assert log.contains('2 of 20 images cannot be read:')
assert log =~ /train.cat.cut\.jpg: /
assert log =~ /train.dog.empty\.jpg: .*empty/
assert log.contains('set unreadable="skip" on <dataset>')
assert log.contains('1 test image trained on as well')
assert log.contains('train/cat/0.png (train, cat)')
assert log =~ /val.dog.notes\.bin +no image by its first bytes/
// Nothing was trained before they were known.
assert !new File(basedir, 'target/vitlora/pets/linear-probe-seed1').exists()

def results = new JsonSlurper().parse(new File(basedir, 'reports/readable/results.json'))
assert results.trials[0].status == 'completed'
assert results.inspection.unreadable.size() == 2
assert results.inspection.duplicates.tested == 1
assert results.inspection.splits.collect { it.images } == [10, 10]
def summary = new File(basedir, 'reports/readable/summary.md').text
assert summary.contains('2 of 20 images cannot be read, and left out')

def labelled = new JsonSlurper().parse(new File(basedir, 'reports/labels/results.json'))
assert labelled.inspection.splits.collect { it.images } == [6, 2, 8]
assert labelled.inspection.leftOut.size() == 4
return true
