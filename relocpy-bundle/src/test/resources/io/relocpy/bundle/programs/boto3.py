import os

import boto3
import botocore.config
import tls

os.makedirs('/tmp/bucket')
with open('/tmp/bucket/key', 'w') as file:
    file.write('an object')
client = boto3.client('s3', endpoint_url=tls.serve('/tmp'), region_name='eu-central-1', aws_access_key_id='id',
                      aws_secret_access_key='secret', config=botocore.config.Config(s3={'addressing_style': 'path'}))
print(client.get_object(Bucket='bucket', Key='key')['Body'].read().decode())
