def log = new File(basedir, 'build.log').text
assert log =~ /experiments.drawings\.xml:12:\d+: rank 0 is not allowed/
assert log =~ /experiments.drawings\.xml:15:\d+: .*accuracy.*testAccuracy/
