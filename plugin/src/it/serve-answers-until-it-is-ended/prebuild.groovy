// Asks the server while the build below runs, and then ends that build as Ctrl-C would. Other real builds run at
// the same time: only a process that names this build's own folder is ended.
def log = new File(basedir, 'build.log')
def answers = new File(basedir, 'answers.txt')

def address = {
    for (int i = 0; i < 1000; i++) {
        def found = log.exists() ? log.text =~ /Serving .* at (http:\/\/localhost:\d+\/)/ : null
        if (found) {
            return found[0][1]
        }
        sleep(200)
    }
}
Thread.startDaemon {
    try {
        def server = address()
        answers << new URL(server).text
        answers << new URL(server + 'shapes/').text
    } catch (IOException e) {
        answers << e
    } finally {
        ProcessHandle.current().descendants()
            .filter { it.info().commandLine().orElse('').contains(basedir.name) }
            .forEach { it.destroy() }
    }
}
return true
