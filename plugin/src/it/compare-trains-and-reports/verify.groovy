import groovy.json.JsonSlurper

def report = new File(basedir, 'reports/drawings')
def results = new JsonSlurper().parse(new File(report, 'results.json'))

assert results.schema == 'vitlora-results/1'
assert results.experiment == 'drawings'
assert results.trials*.id == ['full-seed1', 'full-seed2', 'linear-probe-seed1', 'linear-probe-seed2',
    'lora-r2-seed1', 'lora-r2-seed2', 'lora-r4-seed1', 'lora-r4-seed2']
assert results.trials*.status.unique() == ['completed']
assert results.trials.every { it.epochs.size() == 2 && it.test.images == 24 }
assert results.trials.every { it.test.classes*.name == ['disc', 'square', 'stripe'] }
assert results.comparisons*.difference*.method == [null, 'bootstrap', 'bootstrap', 'bootstrap']
assert results.expectations.size() == 3
assert results.expectations.every { it.passed }

def page = new File(report, 'index.html').text
assert !page.toLowerCase().contains('googletagmanager')
assert new File(report, 'summary.md').text.contains('LoRA r=4')
def predictions = new File(report, 'predictions/lora-r4-seed2.csv').readLines()
assert predictions[0].startsWith('"image","trueClass"')
assert predictions.size() == 1 + 24
assert new File(report, 'allure-results').list().any { it.endsWith('-result.json') }
assert new File(basedir, 'target/vitlora/drawings/lora-r2-seed1/weights.safetensors').isFile()

def log = new File(basedir, 'build.log').text
assert log.contains('lora-r4-seed2: epoch 2/2')
assert log.contains('Report: file:')
