import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def (beforeVerify, verify) = log.split(/(?m)^\[INFO\] BUILD SUCCESS$/)
assert beforeVerify.contains("Experiment 'shapes' is valid")
assert !beforeVerify.contains('epoch 1/1')
assert verify.contains("Experiment 'shapes' is valid")
assert verify.contains('linear-probe-seed1: epoch 1/1')
assert verify.count('lora-r2-seed1: epoch 1/1') == 1
assert verify.contains('lora-r2-seed1: taken over')

def trials = { new JsonSlurper().parse(new File(basedir, "$it/shapes/results.json")).trials*.id }
assert trials('reports') == ['linear-probe-seed1', 'lora-r2-seed1']
assert trials('target/lora') == ['lora-r2-seed1']
