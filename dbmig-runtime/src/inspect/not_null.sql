-- Not-null constraints of the tables $1, without those that they have from their parents: none before PostgreSQL 18.
SELECT con.conrelid AS table, con.conname::text AS name, a.attname::text AS column,
  con.connoinherit AS no_inherit, NOT con.convalidated AS not_valid,
  d.description AS comment
FROM unnest($1::oid[]) AS r(oid)
JOIN pg_constraint con ON con.conrelid = r.oid AND con.contype = 'n' AND con.conislocal
JOIN pg_class c ON c.oid = con.conrelid AND (con.coninhcount = 0 OR NOT c.relispartition)
JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = con.conkey[1]
LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = con.oid AND d.objsubid = 0
