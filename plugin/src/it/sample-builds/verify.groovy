import groovy.json.JsonSlurper
import groovy.xml.XmlSlurper

def sample = new File(basedir, 'sample')
def suite = new XmlSlurper().parse(new File(sample, 'target/surefire-reports/TEST-org.example.clothes.ClothesIT.xml'))
assert suite.@tests == '2' && suite.@failures == '0' && suite.@errors == '0' && suite.@skipped == '0'

def trials = { new JsonSlurper().parse(new File(sample, "$it/clothes/results.json")).trials*.id }
assert trials('reports') == ['full-seed1', 'linear-probe-seed1', 'lora-r4-seed1']
assert (trials('shards/1') + trials('shards/2')).sort() == trials('reports')

// Trained once, for verify, and then taken over; tested after it was trained.
def log = new File(basedir, 'build.log').text
assert log.count('epoch 2/2') == 3
assert log.indexOf("Experiment 'clothes' is valid") < log.indexOf('epoch 1/2')
assert log.indexOf('Report: file:') < log.indexOf('Running org.example.clothes.ClothesIT')
