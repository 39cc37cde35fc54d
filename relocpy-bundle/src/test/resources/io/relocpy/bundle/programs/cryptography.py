import paramiko
from cryptography.fernet import Fernet

fernet = Fernet(Fernet.generate_key())
print(fernet.decrypt(fernet.encrypt(b'text')).decode(), paramiko.RSAKey.generate(2048).get_name())
