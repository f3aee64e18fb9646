assert new File(basedir, 'reports/drawings/index.html').isFile()
assert new File(basedir, 'target/vitlora/drawings/linear-probe-seed1/weights.safetensors').isFile()
assert basedir.list().every { !it.contains('$') }
