import pycurl
import tls

curl = pycurl.Curl()
curl.reset()
curl.setopt(pycurl.URL, tls.serve('/tmp'))
curl.setopt(pycurl.WRITEFUNCTION, lambda data: None)
curl.perform()
print(curl.getinfo(pycurl.RESPONSE_CODE), "from the bundle's authority")
