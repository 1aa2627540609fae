-- Not-null constraints of the tables $1: none before PostgreSQL 18.
SELECT con.conrelid AS table, con.conname::text AS name, a.attname::text AS column,
  con.coninhcount > 0 AS inherited,
  con.connoinherit AS no_inherit, NOT con.convalidated AS not_valid,
  d.description AS comment
FROM unnest($1::oid[]) AS r(oid)
JOIN pg_constraint con ON con.conrelid = r.oid AND con.contype = 'n'
JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = con.conkey[1]
LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = con.oid AND d.objsubid = 0
