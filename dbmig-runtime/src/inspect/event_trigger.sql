-- Event triggers that no extension owns.
SELECT t.oid AS oid, t.evtname::text AS name, t.evtevent::text AS event, coalesce(t.evttags, '{}') AS tags,
  n.nspname::text AS function_schema, p.proname::text AS function_name, t.evtenabled::text AS firing,
  d.description AS comment
FROM pg_event_trigger t
JOIN pg_proc p ON p.oid = t.evtfoid
JOIN pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_event_trigger'::regclass AND d.objoid = t.oid AND d.objsubid = 0
WHERE NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_event_trigger'::regclass AND e.objid = t.oid AND e.deptype = 'e'
  )
ORDER BY t.evtname
