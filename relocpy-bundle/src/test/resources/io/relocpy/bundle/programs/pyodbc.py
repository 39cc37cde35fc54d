import pyodbc

assert pyodbc.drivers() == [], pyodbc.drivers()
try:
    pyodbc.connect('DRIVER={none};SERVER=localhost')
except pyodbc.Error as error:
    print('no driver' if error.args[0] in ('01000', 'IM002') else error)
