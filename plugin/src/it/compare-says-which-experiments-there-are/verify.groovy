def log = new File(basedir, 'build.log').text
assert log.contains("There is no experiment 'drawing'; did you mean drawings?")
assert log.contains('has: drawings')
assert log.contains('Built in: quickstart')
assert !new File(basedir, 'reports').exists()
