-- What a person made, no extension owns, and dbmig doesn't read.
WITH objects AS (
  SELECT 'pg_opfamily'::regclass AS class, oid FROM pg_opfamily
  UNION ALL SELECT 'pg_opclass'::regclass, oid FROM pg_opclass
  UNION ALL SELECT 'pg_conversion'::regclass, oid FROM pg_conversion
  UNION ALL SELECT 'pg_language'::regclass, oid FROM pg_language
  UNION ALL SELECT 'pg_ts_parser'::regclass, oid FROM pg_ts_parser
  UNION ALL SELECT 'pg_ts_template'::regclass, oid FROM pg_ts_template
  UNION ALL SELECT 'pg_transform'::regclass, oid FROM pg_transform
  UNION ALL SELECT 'pg_am'::regclass, oid FROM pg_am
  UNION ALL SELECT 'pg_user_mapping'::regclass, umid FROM pg_user_mappings
  UNION ALL
  SELECT 'pg_subscription'::regclass, s.oid FROM pg_subscription s
  JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database()
  -- Base types, and shells of types that were never defined. Array types are base types too.
  UNION ALL
  SELECT 'pg_type'::regclass, t.oid FROM pg_type t
  WHERE (t.typtype = 'b' OR NOT t.typisdefined)
    AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
)
SELECT i.type AS kind, i.identity AS name
FROM objects o
CROSS JOIN LATERAL pg_identify_object(o.class, o.oid, 0) i
WHERE o.oid >= 16384
  AND (i.schema IS NULL OR i.schema <> 'information_schema' AND i.schema !~ '^pg_')
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = o.class AND e.objid = o.oid AND e.deptype IN ('e', 'i')
  )
UNION ALL
SELECT 'security label', provider || ' on ' || objtype || ' ' || objname FROM pg_seclabels
WHERE objtype NOT IN ('large object', 'database', 'role', 'tablespace')
ORDER BY 1, 2
