def work = new File(basedir, 'target/vitlora/drawings')
assert new File(work, 'linear-probe-seed1/weights.safetensors').isFile()
assert new File(work, 'linear-probe-seed2/weights.safetensors').isFile()

def (install, online, offline) = [1, 2, 3].collect { new File(basedir, 'build.log').text.split('Scanning for projects')[it] }
for (run in [online, offline]) {
  assert run.contains('Weights: maven:io.github.vitlora.it:backbone:1:safetensors')
  assert run.contains('BUILD SUCCESS')
}
