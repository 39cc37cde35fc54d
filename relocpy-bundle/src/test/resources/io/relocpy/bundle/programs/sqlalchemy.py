import sqlalchemy

engine = sqlalchemy.create_engine('sqlite:////tmp/base')
with engine.begin() as connection:
    connection.execute(sqlalchemy.text('create table names (name text)'))
    connection.execute(sqlalchemy.text('insert into names values (:name)'), [{'name': 'a'}, {'name': 'b'}])
    print(len(connection.execute(sqlalchemy.text('select * from names')).fetchall()), 'rows')
