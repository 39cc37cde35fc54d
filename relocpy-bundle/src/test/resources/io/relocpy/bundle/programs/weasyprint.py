"""Writes a PDF with a font of the bundle and hyphenated text."""
import weasyprint

HTML = '<p lang=en style="hyphens: auto; width: 2cm; font-family: DejaVu Sans">Extraordinary hyphenation</p>'
document = weasyprint.HTML(string=HTML).render()
lines = [box.text for page in document.pages for box in page._page_box.descendants() if hasattr(box, 'text')]
pdf = document.write_pdf(uncompressed_pdf=True)
print(pdf[:5].decode(), b'DejaVu' in pdf, any(line.endswith('\u2010') for line in lines))
