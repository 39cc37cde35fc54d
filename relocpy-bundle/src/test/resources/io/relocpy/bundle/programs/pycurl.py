import pycurl
import tls

curl = pycurl.Curl()
if type(curl) is pycurl.Curl:  # older ones have no subclasses, so they forget the authorities when they are reset
    curl.reset()
curl.setopt(pycurl.URL, tls.serve('/tmp'))
curl.setopt(pycurl.WRITEFUNCTION, lambda data: None)
curl.perform()
print(curl.getinfo(pycurl.RESPONSE_CODE), "from the bundle's authority")
