-- Check constraints of the tables $1, without those that they have from their parents. A partition's own check is
-- taken for its parent's where there is one. Of those from parents only the name counts, where the parent's is NOT
-- VALID and the child's is not.
SELECT con.conrelid AS table, con.conname::text AS name,
  con.conislocal AND (con.coninhcount = 0 OR NOT c.relispartition) AS own,
  pg_get_expr(con.conbin, con.conrelid) AS expression,
  con.connoinherit AS no_inherit, con.conenforced AND NOT con.convalidated AS not_valid,
  NOT con.conenforced AS not_enforced,
  d.description AS comment
FROM unnest($1::oid[]) AS r(oid)
JOIN pg_constraint con ON con.conrelid = r.oid AND con.contype = 'c'
JOIN pg_class c ON c.oid = con.conrelid
LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = con.oid AND d.objsubid = 0
WHERE con.conislocal AND (con.coninhcount = 0 OR NOT c.relispartition)
  OR con.convalidated AND EXISTS (
    SELECT FROM pg_inherits i
    JOIN pg_constraint p ON p.conrelid = i.inhparent AND p.contype = 'c' AND p.conname = con.conname
    WHERE i.inhrelid = con.conrelid AND NOT p.convalidated
  )
