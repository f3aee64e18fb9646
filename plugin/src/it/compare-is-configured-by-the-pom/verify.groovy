import groovy.json.JsonSlurper

def results = new JsonSlurper().parse(new File(basedir, 'target/pages/shapes/results.json'))
assert results.trials*.id == ['linear-probe-seed1', 'lora-r2-seed1']
assert results.trials*.status.unique() == ['completed']
assert results.trials.every { it.epochs[0].learningRate == 0.003 }
assert results.environment.threads == 1
assert new File(basedir, 'target/trained/shapes/lora-r2-seed1/weights.safetensors').isFile()
assert !new File(basedir, 'reports').exists()
assert !new File(basedir, 'target/vitlora').exists()
