import gssapi

try:
    gssapi.Credentials(usage='initiate').lifetime
except gssapi.exceptions.GSSError as error:
    print('No Kerberos credentials available' if 'No Kerberos credentials available' in str(error) else error)
