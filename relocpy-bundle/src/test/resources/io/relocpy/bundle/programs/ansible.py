import json
import os
import subprocess
import sys

environment = dict(os.environ, PATH='/bin')
with open('/tmp/playbook.yml', 'w') as file:
    file.write('''
- hosts: localhost
  tasks:
    - ping:
    - copy: {content: "{{ ansible_facts.python.executable }}", dest: /tmp/written}
''')
pinged = subprocess.run([sys.executable, '-m', 'ansible', 'adhoc', 'localhost', '-m', 'ping'], env=environment, text=True,
                        stdout=subprocess.PIPE)
start, _, answer = pinged.stdout.partition('=>')
assert start.strip() == 'localhost | SUCCESS', pinged.stdout
played = subprocess.run([sys.executable, '-m', 'ansible', 'playbook', '/tmp/playbook.yml'], env=environment, text=True,
                        stdout=subprocess.PIPE)
assert played.returncode == 0, played.stdout
with open('/tmp/written') as file:
    print(json.loads(answer)['ping'], os.path.dirname(file.read()))
