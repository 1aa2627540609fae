-- Extensions. plpgsql is in every database from its creation.
SELECT e.oid AS oid, e.extname::text AS name, e.extversion AS version, n.nspname::text AS schema,
  e.extrelocatable AS relocatable, d.description AS comment
FROM pg_extension e
JOIN pg_namespace n ON n.oid = e.extnamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_extension'::regclass AND d.objoid = e.oid AND d.objsubid = 0
WHERE e.extname <> 'plpgsql'
ORDER BY e.extname
