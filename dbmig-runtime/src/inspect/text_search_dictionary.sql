-- Text search dictionaries that no extension owns.
SELECT c.oid AS oid, n.nspname::text AS schema, c.dictname::text AS name,
  tn.nspname::text AS template_schema, t.tmplname::text AS template_name,
  coalesce(c.dictinitoption, '') AS options, d.description AS comment
FROM pg_ts_dict c
JOIN pg_namespace n ON n.oid = c.dictnamespace
JOIN pg_ts_template t ON t.oid = c.dicttemplate
JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_ts_dict'::regclass AND d.objoid = c.oid AND d.objsubid = 0
WHERE n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_ts_dict'::regclass AND e.objid = c.oid AND e.deptype = 'e'
  )
ORDER BY n.nspname, c.dictname
