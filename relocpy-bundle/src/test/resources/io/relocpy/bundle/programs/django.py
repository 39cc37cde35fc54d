"""Shows the administrator's page in German, with its style sheets and scripts."""
import sys

import django
from django.conf import settings

settings.configure(
    SECRET_KEY='key',
    ALLOWED_HOSTS=['*'],
    ROOT_URLCONF=__name__,
    STATIC_URL='/static/',
    LANGUAGE_CODE='de',
    INSTALLED_APPS=['django.contrib.' + each
                    for each in ('admin', 'auth', 'contenttypes', 'sessions', 'messages', 'staticfiles')],
    MIDDLEWARE=['django.contrib.sessions.middleware.SessionMiddleware',
                'django.contrib.auth.middleware.AuthenticationMiddleware',
                'django.contrib.messages.middleware.MessageMiddleware'],
    TEMPLATES=[{
        'BACKEND': 'django.template.backends.django.DjangoTemplates',
        'APP_DIRS': True,
        'OPTIONS': {'context_processors': ['django.template.context_processors.request',
                                           'django.contrib.auth.context_processors.auth',
                                           'django.contrib.messages.context_processors.messages']}}],
    DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}})
django.setup()

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from django.urls import path

urlpatterns = [path('admin/', admin.site.urls)]
call_command('migrate', verbosity=0)
User.objects.create_superuser('name', 'name@example.org', 'password')
client = Client()
login = client.get('/admin/login/').content.decode()
assert client.login(username='name', password='password')
users = client.get('/admin/auth/user/').status_code
found = [finders.find('admin/' + each) for each in ('css/base.css', 'js/vendor/jquery/jquery.js')]
print('Anmelden' in login, users, all(each and each.startswith(sys.prefix) for each in found))
