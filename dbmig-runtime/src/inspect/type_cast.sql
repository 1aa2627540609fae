-- Casts that a person made: those of PostgreSQL and of extensions are not.
SELECT c.oid AS oid, format_type(c.castsource, NULL) AS source, format_type(c.casttarget, NULL) AS target,
  n.nspname::text AS function_schema, p.proname::text AS function_name,
  array_to_string(ARRAY(
    SELECT format_type(input.type, NULL)
    FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS input (type, at) ORDER BY input.at
  ), ', ') AS function_arguments,
  c.castmethod::text AS method, c.castcontext::text AS context, d.description AS comment
FROM pg_cast c
LEFT JOIN pg_proc p ON p.oid = c.castfunc
LEFT JOIN pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_cast'::regclass AND d.objoid = c.oid AND d.objsubid = 0
WHERE c.oid >= 16384
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_cast'::regclass AND e.objid = c.oid AND e.deptype IN ('e', 'i')
  )
ORDER BY 2, 3
