import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
assert log.contains("Experiment 'drawings' has nothing to look at: none of its trials has been trained")
assert log.contains('Attention: the pretrained model')
assert log.contains('Attention: lora-r2-seed1 (2 of 4)')
assert log.count('lora-r2-seed1: epoch 1/1') == 1

def report = new File(basedir, 'reports/drawings')
def results = new JsonSlurper().parse(new File(report, 'results.json'))
assert results.attention*.model == ['pretrained', 'full-seed1', 'lora-r2-seed1', 'full-seed2', 'lora-r2-seed2']
assert results.attention.every { it.images == 24 }

def attention = new JsonSlurper().parse(new File(report, 'attention/attention.json'))
assert attention.images*.name[0].startsWith('val/')
assert attention.images*.name[1] == 'photos/mine.png'
assert attention.images.every { it.maps*.model.unique() == ['pretrained', 'full-seed1', 'lora-r2-seed1'] }
assert attention.images.every { new File(report, "attention/${it.sheet}").isFile() }
assert new File(report, 'index.html').text.contains('data/attention.json')
