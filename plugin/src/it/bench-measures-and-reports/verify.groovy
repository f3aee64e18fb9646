import groovy.json.JsonSlurper

def folder = new File(basedir, 'reports/bench')
def results = new JsonSlurper().parse(new File(folder, 'jmh.json'))
assert results*.benchmark == ['io.github.vitlora.bench.ImagePipelineBenchmark.normalize']
assert results[0].forks == 2
assert results[0].primaryMetric.score > 0
assert new File(folder, 'summary.md').text.contains('ImagePipeline normalize')
assert new File(folder, 'index.html').isFile()
def cases = new File(folder, 'allure-results').listFiles().findAll { it.name.endsWith('-result.json') }
assert cases.collect { new JsonSlurper().parse(it).fullName } == ['benchmarks.ImagePipelineBenchmark.normalize']
assert new File(basedir, 'build.log').text.contains('ImagePipeline normalize')
assert new File(basedir, 'build.log').text.contains("'batch' is not of the form name=value,value")
