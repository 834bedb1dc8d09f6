assert new File(basedir, 'build.log').text =~ /Tests run: \d+, Failures: 0, Errors: 0, Skipped: 0/
