import os

import psycopg2

with psycopg2.connect(host='localhost', port=os.environ['PGPORT'], user='test', dbname='postgres') as connection:
    with connection.cursor() as cursor:
        cursor.execute('create table greetings (id int, text text)')
        cursor.execute('insert into greetings values (%s, %s)', (1, 'Grüße'))
        cursor.execute('select id, text from greetings')
        rows = cursor.fetchall()
try:
    psycopg2.connect(host='localhost', port=1, user='test')
except psycopg2.OperationalError as error:
    assert 'Connection refused' in str(error), error
    print(rows, 'and no server')
