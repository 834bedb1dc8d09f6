assert new File(basedir, 'build.log').text.contains('life: all as expected')
