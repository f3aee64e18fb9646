def work = new File(basedir, 'target/vitlora/drawings')
assert new File(work, 'linear-probe-seed1/weights.safetensors').isFile()
assert new File(work, 'linear-probe-seed2/weights.safetensors').isFile()
def log = new File(basedir, 'build.log').text
assert log.contains('backbone-1.safetensors')
