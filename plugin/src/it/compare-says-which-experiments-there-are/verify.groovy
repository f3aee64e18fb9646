def log = new File(basedir, 'build.log').text
assert log.contains("There is no experiment 'drawing'")
assert log.contains('has: drawings')
assert !new File(basedir, 'reports').exists()
