"""Says that there is no server."""
import smbc

try:
    smbc.Context().opendir('smb://127.0.0.1/none')
except smbc.ConnectionRefusedError:
    print('no server')
