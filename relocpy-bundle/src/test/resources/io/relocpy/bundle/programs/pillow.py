import io
from PIL import Image

for kind in 'PNG', 'JPEG', 'WEBP', 'TIFF', 'GIF':
    file = io.BytesIO()
    Image.new('RGB', (8, 4), 'red').save(file, kind)
    assert Image.open(file).size == (8, 4), kind
print(Image.open(file).convert('RGB').getpixel((3, 2)))
