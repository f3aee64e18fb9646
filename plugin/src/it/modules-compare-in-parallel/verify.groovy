import groovy.json.JsonSlurper

def accuracy = ['first', 'second'].collect { module ->
  def report = new File(basedir, "$module/reports/shapes")
  assert new File(report, 'index.html').isFile()
  assert new File(basedir, "$module/target/vitlora/shapes/linear-probe-seed1/weights.safetensors").isFile()
  new JsonSlurper().parse(new File(report, 'results.json')).trials[0].test
}
assert accuracy[0] == accuracy[1]
// The parent has the plugin's settings, and no goal of its own.
assert !new File(basedir, 'reports').exists()
