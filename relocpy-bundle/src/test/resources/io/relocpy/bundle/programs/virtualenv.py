import subprocess
import sys

subprocess.run([sys.executable, '-m', 'virtualenv', '-q', '--no-download', '/tmp/venv'], check=True)
version = subprocess.run(['/tmp/venv/bin/python', '-m', 'pip', '--version'], check=True, capture_output=True, text=True)
assert '/tmp/venv/lib' in version.stdout, version.stdout
print('pip in an environment')
