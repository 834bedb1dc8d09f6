def log = new File(basedir, 'build.log').text
assert log.contains('life: all as expected')
assert log =~ /verdict: .*"verdict"/

def published = new groovy.xml.XmlSlurper().parse(new File(localRepositoryPath,
        "io/github/redescent/redescent-core/${projectVersion}/redescent-core-${projectVersion}.pom"))
assert published.parent.isEmpty()
assert published.dependencies.dependency.collect { it.artifactId.text() } == ['jspecify']
