-- Check constraints of the domains $1.
SELECT con.contypid AS domain, con.conname::text AS name, pg_get_expr(con.conbin, 0) AS expression,
  NOT con.convalidated AS not_valid, d.description AS comment
FROM unnest($1::oid[]) AS r(oid)
JOIN pg_constraint con ON con.contypid = r.oid AND con.contype = 'c'
LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = con.oid AND d.objsubid = 0
ORDER BY con.conname
