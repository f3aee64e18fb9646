import groovy.json.JsonSlurper

def pretrained = new JsonSlurper().parse(new File(basedir, 'reports/fractals/results.json'))
assert pretrained.trials*.id == ['full-seed1']
assert pretrained.trials[0].test.images == 20
def backbone = new File(basedir, 'backbone.safetensors')
assert backbone.length() == pretrained.trials[0].savedBytes

def downstream = new JsonSlurper().parse(new File(basedir, 'reports/downstream/results.json'))
assert downstream.trials[0].status == 'completed'

def log = new File(basedir, 'build.log').text
assert log.contains("Experiment 'downstream' pretrains nothing: it starts from file:")
