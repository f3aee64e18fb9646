def log = new File(basedir, 'build.log').text
assert log.contains("vitlora.trials: No trial is named 'lora-r9-*'. The trials are: full-seed1, ")
assert log.contains('vitlora.threads must be at least 1, and is 0')
assert log.contains("vitlora.hub: The hub 'https:nowhere' names no host")
assert log =~ /the hub at \S*no.such.folder is no folder/
assert log.contains('vitlora.trialTimeout must be at least 1 (seconds), and is 0')
assert log.contains("did you mean lora-r2-*?")
assert log.contains("The property vitlora.trails is no goal's parameter; did you mean vitlora.trials?")
assert !log.contains('The property vitlora.cache')
