import pandas

print(pandas.Timestamp('2026-07-01', tz='UTC').tz_convert('Asia/Tokyo').isoformat())
