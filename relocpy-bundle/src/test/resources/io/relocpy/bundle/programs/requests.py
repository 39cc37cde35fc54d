import requests
import tls

print(requests.get(tls.serve('/tmp')).status_code, "from the bundle's authority")
