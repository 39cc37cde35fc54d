import os
import subprocess
import sys
import zipfile

import tls

os.makedirs('/tmp/index/demo')
name = 'demo-1.0-py3-none-any.whl'
with zipfile.ZipFile('/tmp/index/demo/' + name, 'w') as wheel:
    wheel.writestr('demo.py', '')
    wheel.writestr('demo-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n')
    wheel.writestr('demo-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n')
    wheel.writestr('demo-1.0.dist-info/RECORD', 'demo.py,,\n')
with open('/tmp/index/demo/index.html', 'w') as page:
    page.write('<a href="%s">%s</a>' % (name, name))
subprocess.run([sys.executable, '-m', 'pip', 'install', '--quiet', '--target', '/tmp/target', '--no-deps',
                '--index-url', tls.serve('/tmp/index'), 'demo'], check=True,
               env=dict(os.environ, PIP_ROOT_USER_ACTION='ignore'))
assert os.path.exists('/tmp/target/demo.py')
print('demo 1.0 from an index over TLS')
