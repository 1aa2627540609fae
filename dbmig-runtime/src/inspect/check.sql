-- Check constraints of the tables $1, without those that they have from their parents. A partition's own check is
-- taken for its parent's where there is one.
SELECT con.conrelid AS table, con.conname::text AS name,
  pg_get_expr(con.conbin, con.conrelid) AS expression,
  con.connoinherit AS no_inherit, con.conenforced AND NOT con.convalidated AS not_valid,
  NOT con.conenforced AS not_enforced,
  d.description AS comment
FROM unnest($1::oid[]) AS r(oid)
JOIN pg_constraint con ON con.conrelid = r.oid AND con.contype = 'c' AND con.conislocal
JOIN pg_class c ON c.oid = con.conrelid AND (con.coninhcount = 0 OR NOT c.relispartition)
LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = con.oid AND d.objsubid = 0
