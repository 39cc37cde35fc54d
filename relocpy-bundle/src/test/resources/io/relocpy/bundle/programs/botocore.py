import botocore.awsrequest
import botocore.httpsession
import tls

request = botocore.awsrequest.AWSRequest('GET', tls.serve('/tmp')).prepare()
print(botocore.httpsession.URLLib3Session().send(request).status_code, "from the bundle's authority")
