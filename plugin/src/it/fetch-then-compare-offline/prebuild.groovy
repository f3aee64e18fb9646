import com.sun.net.httpserver.HttpServer
import java.util.concurrent.CopyOnWriteArrayList
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

// A mirror that wants the password which settings.xml has for it.
def material = new File(basedir, '../../it-material')
def archive = new File(basedir, 'images.zip')
new ZipOutputStream(new FileOutputStream(archive)).withCloseable { zip ->
    def images = new File(material, 'images').toPath()
    images.toFile().eachFileRecurse { file ->
        if (file.isFile()) {
            zip.putNextEntry(new ZipEntry(images.relativize(file.toPath()).toString().replace('\\', '/')))
            zip.write(file.bytes)
            zip.closeEntry()
        }
    }
}
def files = ['/mirror/owner/backbone@v1/model.safetensors': new File(material, 'backbone.safetensors'),
             '/mirror/images.zip': archive]
def requests = new CopyOnWriteArrayList()
def server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
server.createContext('/') { exchange ->
    requests.add(exchange.requestURI.path)
    def file = files[exchange.requestURI.path]
    def known = exchange.requestHeaders.getFirst('Authorization') == 'Bearer it-token'
    if (file == null || !known) {
        exchange.sendResponseHeaders(known ? 404 : 401, -1)
    } else {
        exchange.responseHeaders.set('X-Repo-Commit', '0123456789abcdef0123456789abcdef01234567')
        exchange.sendResponseHeaders(200, file.length())
        exchange.responseBody.withStream { it.write(file.bytes) }
    }
    exchange.close()
}
server.start()
context.put('server', server)
context.put('requests', requests)
new File(basedir, 'test.properties').text = """\
vitlora.experiment = drawings
vitlora.hub = http://127.0.0.1:${server.address.port}/mirror
vitlora.cache = ${new File(basedir, 'cache').path.replace('\\', '/')}
"""
return true
