// The very project of docs/sample, as it is committed.
def docs = new File(basedir, '../../../../docs/sample').canonicalFile
def copy = new File(basedir, 'sample')
docs.eachFileRecurse { file ->
    def path = docs.toPath().relativize(file.toPath())
    if (file.isFile() && !['target', 'reports'].contains(path.getName(0) as String)) {
        def to = copy.toPath().resolve(path as String).toFile()
        to.parentFile.mkdirs()
        to.bytes = file.bytes
    }
}
return true
