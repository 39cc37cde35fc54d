from wand.color import Color
from wand.image import Image

with Image(width=8, height=4, background=Color('red')) as image:
    image.format = 'png'
    with Image(blob=image.make_blob()) as again:
        print(again.size, again[3, 2].string)
