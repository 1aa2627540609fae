-- Collations that a person made.
SELECT co.oid AS oid, n.nspname::text AS schema, co.collname::text AS name, co.collprovider::text AS provider,
  co.collisdeterministic AS deterministic, co.collcollate::text AS collate, co.collctype::text AS ctype,
  co.colllocale AS locale, co.collicurules AS rules, d.description AS comment
FROM pg_collation co
JOIN pg_namespace n ON n.oid = co.collnamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_collation'::regclass AND d.objoid = co.oid AND d.objsubid = 0
WHERE n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_collation'::regclass AND e.objid = co.oid AND e.deptype = 'e'
  )
ORDER BY n.nspname, co.collname
