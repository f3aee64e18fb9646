def log = new File(basedir, 'build.log').text
assert log =~ /Serving .*reports at http:\/\/localhost:[1-9]\d*\/ \(Ctrl-C ends it\)/
assert !log.contains('Everybody who reaches this machine')
assert !log.contains('BUILD')

def answers = new File(basedir, 'answers.txt').text
assert answers.contains('href="shapes/"')
assert answers.contains('<p>A report.</p>')
