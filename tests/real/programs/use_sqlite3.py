import sqlite3
db = sqlite3.connect(":memory:")
db.execute("create table t (id integer primary key, name text, x real, b blob)")
db.executemany("insert into t (name, x, b) values (?, ?, ?)", [("é", 1.5, b"\0"), ("b", None, None), ("c", 2, b"zz")])
db.create_function("twice", 1, lambda v: v * 2)
db.row_factory = sqlite3.Row
for row in db.execute("select *, twice(id) as d from t where id > :low order by name", {"low": 0}):
    print(dict(row), row.keys())
with db:
    db.execute("update t set x = 9")
try: db.execute("select nope")
except sqlite3.Error as e: print(type(e).__name__, e)
print(db.execute("select sum(x), count(*), group_concat(name) from t").fetchone()[:], db.total_changes)
