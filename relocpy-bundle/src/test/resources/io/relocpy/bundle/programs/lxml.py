from lxml import etree

text = etree.fromstring('<?xml version="1.0" encoding="windows-1251"?><a>Привет</a>'.encode('windows-1251'))
assert b'\xcf\xf0' in etree.tostring(text, encoding='windows-1251')
print(text.text)
