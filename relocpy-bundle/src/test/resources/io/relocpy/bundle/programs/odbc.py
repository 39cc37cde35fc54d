import pyodbc

assert pyodbc.drivers() == ['PostgreSQL ANSI', 'PostgreSQL Unicode', 'SQLite3'], pyodbc.drivers()
connection = pyodbc.connect('DRIVER={SQLite3};Database=:memory:')
connection.execute('create table t (a int, b text)')
connection.execute('insert into t values (?, ?)', 1, 'text')
rows = connection.execute('select * from t').fetchall()
try:
    pyodbc.connect('DRIVER={PostgreSQL Unicode};SERVER=localhost;PORT=1;UID=somebody')
except pyodbc.Error as error:
    assert 'Connection refused' in str(error), error
    print(rows, 'and no server')
