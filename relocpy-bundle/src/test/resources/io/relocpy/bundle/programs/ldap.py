import ctypes
import ldap
import sys

sasl = ctypes.CDLL('libsasl2.so.2')
assert sasl.sasl_client_init(None) == 0
sasl.sasl_global_listmech.restype = ctypes.POINTER(ctypes.c_char_p)
mechanisms = []
for each in sasl.sasl_global_listmech():
    if each is None:
        break
    mechanisms.append(each.decode())
try:
    ldap.initialize('ldap://127.0.0.1:1').simple_bind_s()
except ldap.SERVER_DOWN:
    print('PLAIN' in mechanisms, 'and no server')
