import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
assert log.count('lora-r2-seed1: epoch 2/2') == 1
assert log =~ /Merged and trained logits differ by at most \d\.\de-0[4-9]/

def trial = new File(basedir, 'target/vitlora/shapes/lora-r2-seed1')
def exported = new JsonSlurper().parse(new File(trial, 'export/export.json'))
assert new File(trial, "export/$exported.merged/model.safetensors").length() > 24_000 * 4
assert new File(trial, "export/$exported.card").text.contains('lora-r2-seed1')
def adapter = new File(trial, "export/$exported.adapter/adapter_config.json")
assert new JsonSlurper().parse(adapter).r == 2

def said = new JsonSlurper().parse(new File(trial, 'predictions/predictions.json'))
assert said.schema == 'vitlora-predictions/1'
assert said.images.size() == 8
assert new File(trial, 'predictions/predictions.csv').readLines().size() == 1 + 2 * 8
assert log.contains("vitlora.trial: No trained trial is named 'lora-r20-seed1'")
assert log.count('The property vitlora.shard has no effect on vitlora:export and vitlora:predict: '
    + 'it is a parameter of vitlora:attention, vitlora:compare and vitlora:reproduce') == 1
