-- Check constraints of the tables $1.
SELECT con.conrelid AS table, con.conname::text AS name,
  pg_get_expr(con.conbin, con.conrelid) AS expression,
  con.connoinherit AS no_inherit, con.conenforced AND NOT con.convalidated AS not_valid,
  NOT con.conenforced AS not_enforced,
  d.description AS comment
FROM unnest($1::oid[]) AS r(oid)
JOIN pg_constraint con ON con.conrelid = r.oid AND con.contype = 'c'
LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = con.oid AND d.objsubid = 0
