-- Domains that no extension owns.
SELECT t.oid AS oid, t.typarray AS array_type, n.nspname::text AS schema, t.typname::text AS name,
  format_type(t.typbasetype, t.typtypmod) AS data_type,
  pg_get_expr(t.typdefaultbin, 0) AS default,
  NOT t.typnotnull AS nullable,
  CASE WHEN NOT pg_collation_is_visible(co.oid) THEN cn.nspname::text END AS collation_schema,
  co.collname::text AS collation,
  nn.conname::text AS not_null_name,
  d.description AS comment
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_collation co ON co.oid = t.typcollation AND t.typcollation <> b.typcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
LEFT JOIN pg_constraint nn ON nn.contypid = t.oid AND nn.contype = 'n'
LEFT JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
WHERE t.typtype = 'd'
  AND n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e'
  )
ORDER BY n.nspname, t.typname
