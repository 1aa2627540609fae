-- Foreign-data wrappers that no extension owns.
SELECT w.oid AS oid, w.fdwname::text AS name, coalesce(w.fdwoptions, '{}') AS options,
  hn.nspname::text AS handler_schema, h.proname::text AS handler,
  vn.nspname::text AS validator_schema, v.proname::text AS validator,
  d.description AS comment
FROM pg_foreign_data_wrapper w
LEFT JOIN pg_proc h ON h.oid = w.fdwhandler
LEFT JOIN pg_namespace hn ON hn.oid = h.pronamespace
LEFT JOIN pg_proc v ON v.oid = w.fdwvalidator
LEFT JOIN pg_namespace vn ON vn.oid = v.pronamespace
LEFT JOIN pg_description d
  ON d.classoid = 'pg_foreign_data_wrapper'::regclass AND d.objoid = w.oid AND d.objsubid = 0
WHERE NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_foreign_data_wrapper'::regclass AND e.objid = w.oid AND e.deptype = 'e'
  )
ORDER BY w.fdwname
