import httplib2
import tls

print(httplib2.Http().request(tls.serve('/tmp'))[0].status, "from the bundle's authority")
