def log = new File(basedir, 'build.log').text
assert log.contains('life: all as expected')
assert log =~ /verdict: .*"verdict"/
