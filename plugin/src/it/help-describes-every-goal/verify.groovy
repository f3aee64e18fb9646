import groovy.xml.XmlSlurper

def plugin = new XmlSlurper().parse(new File(basedir, '../../classes/META-INF/maven/plugin.xml'))
def goals = plugin.mojos.mojo*.goal*.text()
def log = new File(basedir, 'build.log').text

assert goals.containsAll(['compare', 'report', 'validate', 'serve', 'help'])
goals.each { assert log.count("vitlora:$it\n") == 2 }
assert log =~ /(?s)vitlora:compare\n.*cropCache \(Default: 4096\).*User property: vitlora\.cropCache/

plugin.mojos.mojo.each { mojo ->
    assert mojo.description.text()
    assert mojo.threadSafe.text() == 'true'
    mojo.parameters.parameter.findAll { it.editable.text() == 'true' }
        .each { assert it.description.text() : "$mojo.goal: $it.name" }
}
assert plugin.requiredMavenVersion.text() == '3.8.1'
assert plugin.requiredJavaVersion.text() == '17'
