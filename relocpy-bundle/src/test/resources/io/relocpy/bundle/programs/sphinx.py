import os

import sphinx.cmd.build

os.makedirs('/tmp/project')
with open('/tmp/project/conf.py', 'w') as file:
    file.write("project = 'Demo'\nlanguage = 'de'\nextensions = ['sphinx.ext.autodoc']\n")
with open('/tmp/project/index.rst', 'w') as file:
    file.write('Title\n=====\n\n.. code-block:: python\n\n   print(1)\n\n.. autofunction:: os.path.join\n')
assert sphinx.cmd.build.main(['-q', '-W', '/tmp/project', '/tmp/html']) == 0
with open('/tmp/html/index.html') as file:
    page = file.read()
assert '<span class="mi">1</span>' in page and 'Join two or more pathname components' in page, page
assert os.path.getsize('/tmp/html/searchindex.js') > 100 and os.path.exists('/tmp/html/_static/basic.css')
assert 'Schnellsuche' in page, page
print('a page in German')
