def elsewhere = new File(basedir, '../../it-elsewhere')
assert new File(elsewhere, 'reports/drawings/index.html').isFile()
assert new File(elsewhere, 'work/drawings/linear-probe-seed1/weights.safetensors').isFile()

// What the test itself consists of, and what its own driver writes. The cache of all tests is elsewhere.
def expected = ['pom.xml', 'experiments', 'experiments/drawings.xml', 'invoker.properties',
    'test.properties', 'prebuild.groovy', 'verify.groovy', 'build.log', '.mvn']
def there = []
basedir.eachFileRecurse { there << basedir.toPath().relativize(it.toPath()).toString().replace('\\', '/') }
assert there - expected == []
