-- Tables: nothing temporary, nothing an extension owns, and not dbmig's own tables ($2: names in the default schema $1, or "schema"."name").
-- Every other query on tables takes the oids found here.
SELECT c.oid AS oid, n.nspname::text AS schema, c.relname::text AS name, d.description AS comment,
  c.relpersistence = 'u' AS unlogged,
  c.reloptions AS storage, tc.reloptions AS toast_storage,
  ts.spcname::text AS tablespace,
  nullif(am.amname::text, 'heap') AS access_method,
  CASE WHEN c.relkind = 'f' THEN 'd' ELSE c.relreplident::text END AS replica_identity,
  c.relrowsecurity AS row_security, c.relforcerowsecurity AS forced_row_security,
  tn.nspname::text AS of_type_schema, t.typname::text AS of_type,
  c.reltype AS row_type, rt.typarray AS array_type,
  CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_by,
  CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
  parents.schemas AS parent_schemas, parents.names AS parents,
  fs.srvname::text AS server, coalesce(ft.ftoptions, '{}') AS foreign_options
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_type rt ON rt.oid = c.reltype
LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
LEFT JOIN pg_class tc ON tc.oid = c.reltoastrelid
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_type t ON t.oid = c.reloftype
LEFT JOIN pg_namespace tn ON tn.oid = t.typnamespace
LEFT JOIN (
  SELECT i.inhrelid AS child, array_agg(pn.nspname::text ORDER BY i.inhseqno) AS schemas,
    array_agg(p.relname::text ORDER BY i.inhseqno) AS names
  FROM pg_inherits i
  JOIN pg_class p ON p.oid = i.inhparent AND p.relkind IN ('r', 'p', 'f')
  JOIN pg_namespace pn ON pn.oid = p.relnamespace
  GROUP BY i.inhrelid
) AS parents ON parents.child = c.oid
LEFT JOIN pg_foreign_table ft ON ft.ftrelid = c.oid
LEFT JOIN pg_foreign_server fs ON fs.oid = ft.ftserver
WHERE c.relkind IN ('r', 'p', 'f')
  AND c.relpersistence <> 't'
  AND n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND NOT (n.nspname = $1 AND c.relname = ANY ($2))
  AND '"' || replace(n.nspname, '"', '""') || '"."' || replace(c.relname, '"', '""') || '"' <> ALL ($2)
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'
  )
ORDER BY n.nspname, c.relname
