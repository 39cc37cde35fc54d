"""Writes a PDF with a font of the bundle and hyphenated text."""
import re
import zlib

import weasyprint

HTML = '<p lang=en style="hyphens: auto; width: 2cm; font-family: DejaVu Sans">Extraordinary hyphenation</p>'
document = weasyprint.HTML(string=HTML).render()
lines = [box.text for page in document.pages for box in page._page_box.descendants() if hasattr(box, 'text')]
pdf = document.write_pdf()
objects = [zlib.decompressobj().decompress(stream)
           for stream in re.findall(rb'FlateDecode.*?>>\s*stream\r?\n(.*?)endstream', pdf, re.DOTALL)]
print(pdf[:5].decode(), any(b'DejaVu' in part for part in [pdf, *objects]), any(line.endswith('\u2010') for line in lines))
