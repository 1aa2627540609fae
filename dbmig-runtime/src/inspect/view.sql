-- Views and materialized views that no extension owns.
SELECT c.oid AS oid, c.reltype AS row_type, t.typarray AS array_type,
  n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
  pg_get_viewdef(c.oid) AS query,
  coalesce(c.reloptions, '{}') AS options,
  am.amname::text AS access_method, ts.spcname::text AS tablespace, c.relispopulated AS populated,
  (SELECT ic.relname::text FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
    WHERE i.indrelid = c.oid AND i.indisclustered) AS clustered_on,
  r.oid AS rewrite, d.description AS comment
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = c.reltype
JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
LEFT JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
WHERE c.relkind IN ('v', 'm')
  AND c.relpersistence <> 't'
  AND n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'
  )
ORDER BY n.nspname, c.relname
