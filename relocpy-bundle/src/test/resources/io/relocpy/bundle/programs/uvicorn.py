import threading
import time
import urllib.request

import uvicorn


async def application(scope, receive, send):
    await send({'type': 'http.response.start', 'status': 200, 'headers': []})
    await send({'type': 'http.response.body', 'body': b'Hello ' + scope['path'].encode()})


server = uvicorn.Server(uvicorn.Config(application, host='127.0.0.1', port=0, lifespan='off', log_level='warning'))
thread = threading.Thread(target=server.run)
thread.start()
while not server.started:
    time.sleep(0.05)
port = server.servers[0].sockets[0].getsockname()[1]
text = urllib.request.urlopen('http://127.0.0.1:%d/world' % port).read().decode()
server.should_exit = True
thread.join()
print(text + ', ended')
