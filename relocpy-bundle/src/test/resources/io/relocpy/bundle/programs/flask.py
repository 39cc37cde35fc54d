import os
import re
import signal
import subprocess
import sys
import urllib.request

APPLICATION = '''
import flask
application = flask.Flask(__name__)

@application.route('/<name>')
def hello(name):
    return flask.render_template_string('Hello {{ name | upper }}', name=name)
'''

os.chdir('/tmp')
with open('application.py', 'w') as file:
    file.write(APPLICATION)
server = subprocess.Popen([sys.executable, '-m', 'gunicorn', '--bind', '127.0.0.1:0', 'application:application'],
                          stderr=subprocess.PIPE, text=True)
address = None
for line in server.stderr:
    print(line, file=sys.stderr, end='')
    found = re.search(r'Listening at: (\S+)', line)
    address = found.group(1) if found else address
    if 'Booting worker' in line:
        break
text = urllib.request.urlopen(address + '/world').read().decode()
server.send_signal(signal.SIGTERM)
print('%s, ended with %d' % (text, server.wait()))
