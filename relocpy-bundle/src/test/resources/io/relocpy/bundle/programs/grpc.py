import concurrent.futures
import os

import grpc
from google.protobuf import json_format, struct_pb2


def greet(request, context):
    return json_format.ParseDict({'greeting': 'Hello ' + request['name']}, struct_pb2.Struct())


server = grpc.server(concurrent.futures.ThreadPoolExecutor(1))
server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler('demo', {'Greet': grpc.unary_unary_rpc_method_handler(
    greet, struct_pb2.Struct.FromString, struct_pb2.Struct.SerializeToString)})])
with open(os.path.join(os.path.dirname(__file__), 'server.pem'), 'rb') as file:
    pem = file.read()
port = server.add_secure_port('localhost:0', grpc.ssl_server_credentials([(pem, pem)]))
server.start()
with grpc.secure_channel('localhost:%d' % port, grpc.ssl_channel_credentials()) as channel:
    call = channel.unary_unary('/demo/Greet', struct_pb2.Struct.SerializeToString, struct_pb2.Struct.FromString)
    print(call(json_format.ParseDict({'name': 'world'}, struct_pb2.Struct()), timeout=20)['greeting'])
server.stop(None).wait()
