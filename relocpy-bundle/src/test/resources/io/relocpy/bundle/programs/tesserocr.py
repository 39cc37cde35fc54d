"""Reads text in a picture."""
import os
import sys

import tesserocr
from PIL import Image, ImageDraw, ImageFont

font = ImageFont.truetype(os.path.join(sys.prefix, 'share/fonts/truetype/dejavu/DejaVuSans.ttf'), 50)
picture = Image.new('L', (400, 100), 255)
ImageDraw.Draw(picture).text((20, 20), 'HELLO', fill=0, font=font)
print(tesserocr.get_languages()[1], tesserocr.image_to_text(picture).strip())
