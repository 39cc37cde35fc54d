import gevent
import zmq

with zmq.Context() as context:
    with context.socket(zmq.PAIR) as one, context.socket(zmq.PAIR) as other:
        one.bind('inproc://x')
        other.connect('inproc://x')
        one.send(b'text')
        print(other.recv().decode(), gevent.spawn(lambda: 1 + 2).get())
