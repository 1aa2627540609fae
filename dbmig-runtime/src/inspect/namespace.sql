-- Schemas, without the system's and those that an extension made. The default one ($1) and "public", which is in every
-- database from its creation, are never created or dropped. One that holds dbmig's own tables ($2, as "schema"."name") and
-- nothing else is dbmig's own as well.
SELECT n.oid AS oid, n.nspname::text AS name, d.description AS comment
FROM pg_namespace n
LEFT JOIN pg_description d ON d.classoid = 'pg_namespace'::regclass AND d.objoid = n.oid AND d.objsubid = 0
WHERE n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND (n.nspname = $1 OR NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_namespace'::regclass AND e.objid = n.oid AND e.deptype = 'e'
  ))
  AND NOT (
    EXISTS (
      SELECT FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind = 'r'
      AND '"' || replace(n.nspname, '"', '""') || '"."' || replace(c.relname, '"', '""') || '"' = ANY ($2)
    )
    AND NOT EXISTS (
      SELECT FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
      AND '"' || replace(n.nspname, '"', '""') || '"."' || replace(c.relname, '"', '""') || '"' <> ALL ($2)
    )
    AND NOT EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = n.oid)
  )
ORDER BY n.nspname
