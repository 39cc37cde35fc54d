"""Writes text with a font of the bundle."""
import cairosvg
from PIL import Image

SVG = b'''<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50">
<rect width="100" height="50" fill="red"/><text x="100" y="40" font-family="%s" font-size="40">iiiiMMMM</text></svg>'''


def drawn(family):
    cairosvg.svg2png(bytestring=SVG % family, write_to='/tmp/text.png')
    return Image.open('/tmp/text.png').convert('RGBA')


proportional, fixed = drawn(b'DejaVu Sans'), drawn(b'DejaVu Sans Mono')
print(proportional.size, proportional.getpixel((50, 25)), proportional.tobytes() != fixed.tobytes())
