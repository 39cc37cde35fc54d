import matplotlib

matplotlib.use('Agg')
import matplotlib.pyplot
from PIL import Image

matplotlib.pyplot.bar(['one', 'two', 'three', 'four'], [1, 2, 3, 4], color=['red', 'lime', 'blue', 'black'])
matplotlib.pyplot.title('Ein Bild')
matplotlib.pyplot.savefig('/tmp/image.png')
image = Image.open('/tmp/image.png').convert('RGB')
colours = {colour for _, colour in image.getcolors(image.width * image.height)}
bars = {(255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0)}
print('%s, %d colours of %d' % (image.size, len(bars & colours), len(bars)))
