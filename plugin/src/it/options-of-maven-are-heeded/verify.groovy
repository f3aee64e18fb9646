def log = new File(basedir, 'build.log').text
def (quiet, offline, verbose) = [0, 1, 2].collect { log.split('Scanning for projects')[it] }

assert !(quiet =~ /(?i)shapes|probe|djl|torch/)
assert new File(basedir, 'reports/shapes/index.html').isFile()

assert offline.contains('linear-probe-seed1: taken over')

assert verbose =~ /\[DEBUG\] Cache: .*it-cache; hub: none; offline: false/
assert verbose =~ /\[DEBUG\] Trials run on .*java with [1-9]\d* threads on the device auto; libtorch: .*pytorch-native-cpu-[^ ]*\.jar/

def classPath = (verbose =~ /\[DEBUG\] Class path of workers: \[(.*)\]/)[0][1].split(', ')*.replaceAll('.*[/\\\\]', '')
assert classPath.findAll { it.startsWith('vitlora-') }*.replaceAll('-\\d.*', '').sort() == ['vitlora-core', 'vitlora-engine']
assert !classPath.any { it =~ /allure|jmh|xchart|maven|freemarker/ }
assert classPath.any { it.startsWith('pytorch-native-cpu-') }
