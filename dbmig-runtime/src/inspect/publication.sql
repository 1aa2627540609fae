-- Publications.
SELECT p.oid AS oid, p.pubname::text AS name, p.puballtables AS all_tables, p.pubinsert AS insert, p.pubupdate AS update,
  p.pubdelete AS delete, p.pubtruncate AS truncate, p.pubviaroot AS via_root,
  p.pubgencols = 's' AS generated_columns, d.description AS comment
FROM pg_publication p
LEFT JOIN pg_description d ON d.classoid = 'pg_publication'::regclass AND d.objoid = p.oid AND d.objsubid = 0
WHERE NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_publication'::regclass AND e.objid = p.oid AND e.deptype = 'e'
  )
ORDER BY p.pubname
