import subprocess
import sys
import time

with open('/tmp/supervisord.conf', 'w') as file:
    file.write('''
[supervisord]
nodaemon = true
logfile = /tmp/supervisord.log
pidfile = /tmp/supervisord.pid
[unix_http_server]
file = /tmp/supervisor.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl = unix:///tmp/supervisor.sock
[program:sleeper]
command = %s -c "import time; print('started', flush=True); time.sleep(60)"
startsecs = 0
''' % sys.executable)


def control(*arguments):
    command = [sys.executable, '-m', 'supervisor.supervisorctl', '-c', '/tmp/supervisord.conf', *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout


daemon = subprocess.Popen([sys.executable, '-m', 'supervisor.supervisord', '-c', '/tmp/supervisord.conf'],
                          stdout=subprocess.DEVNULL)
for _ in range(100):
    if 'started' in control('tail', 'sleeper'):
        break
    time.sleep(0.1)
state = control('status').split()[:2]
control('shutdown')
print(*state, daemon.wait())
