-- Foreign servers that no extension owns.
SELECT s.oid AS oid, s.srvname::text AS name, w.fdwname::text AS wrapper, s.srvtype AS server_type,
  s.srvversion AS version, coalesce(s.srvoptions, '{}') AS options, d.description AS comment
FROM pg_foreign_server s
JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
LEFT JOIN pg_description d
  ON d.classoid = 'pg_foreign_server'::regclass AND d.objoid = s.oid AND d.objsubid = 0
WHERE NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_foreign_server'::regclass AND e.objid = s.oid AND e.deptype = 'e'
  )
ORDER BY s.srvname
