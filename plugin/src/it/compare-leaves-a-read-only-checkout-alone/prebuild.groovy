// What an earlier build left proves nothing.
new File(basedir, '../../it-elsewhere').deleteDir()
