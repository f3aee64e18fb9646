import groovy.xml.XmlSlurper

def goals = new XmlSlurper().parse(new File(basedir, '../../classes/META-INF/maven/plugin.xml'))
    .mojos.mojo*.goal*.text() - 'help'
def log = new File(basedir, 'build.log').text

goals.each { assert log =~ /vitlora[^\n]*:$it/ }
assert log.count('Skipped, since vitlora.skip is set') == goals.size()
assert !new File(basedir, 'reports').exists()
assert !new File(basedir, 'target/vitlora').exists()
