import subprocess
import sys

subprocess.run([sys.executable, '-m', 'venv', '/tmp/venv'], check=True)
version = subprocess.run(['/tmp/venv/bin/python', '-m', 'pip', '--version'], check=True, capture_output=True, text=True)
where = subprocess.run(['/tmp/venv/bin/python', '-c', 'import pip._vendor.certifi as c; print(c.where())'],
                       check=True, capture_output=True, text=True)
assert '/tmp/venv/lib' in version.stdout, version.stdout
assert where.stdout == '/bundle/etc/ssl/cert.pem\n', where.stdout
print('pip in an environment')
