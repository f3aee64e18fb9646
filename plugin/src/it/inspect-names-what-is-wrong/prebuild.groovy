import java.awt.Color
import java.awt.image.BufferedImage
import javax.imageio.ImageIO

def draw = { String name, int number ->
  def image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB)
  def random = new Random(number)
  def pen = image.createGraphics()
  20.times {
    pen.color = new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256))
    pen.fillRect(random.nextInt(40), random.nextInt(40), random.nextInt(40), random.nextInt(40))
  }
  pen.dispose()
  def file = new File(basedir, "data/$name")
  file.parentFile.mkdirs()
  ImageIO.write(image, 'png', file)
  file
}

def rows = ['file_name,label,split']
int number = 0
for (split in ['train', 'val']) {
  for (pet in ['cat', 'dog']) {
    4.times {
      def name = "$split/$pet/${it}.png"
      draw(name, number++)
      rows << "$name,$pet,${split == 'val' ? 'test' : it < 3 ? 'train' : 'valid'}"
    }
  }
}
new File(basedir, 'data/labels.csv').text = rows.join('\n') + '\n'
def data = new File(basedir, 'data')
def whole = new File(data, 'train/cat/0.png').bytes
new File(data, 'train/cat/cut.jpg').bytes = whole[0..<100] as byte[]
new File(data, 'train/dog/empty.jpg').createNewFile()
new File(data, 'val/cat/copy.png').bytes = whole
new File(data, 'val/cat/deeper').mkdirs()
draw('val/cat/deeper/9.png', 99)
new File(data, 'val/dog/notes.bin').bytes = [1, 2, 3] as byte[]
return true
