-- Extended statistics.
SELECT s.oid AS oid, n.nspname::text AS schema, s.stxname::text AS name, s.stxrelid AS relation,
  ARRAY(SELECT kind::text FROM unnest(s.stxkind) AS k(kind) WHERE kind <> 'e') AS kinds,
  ARRAY(
    SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys) ORDER BY a.attname
  ) AS columns,
  coalesce(pg_get_statisticsobjdef_expressions(s.oid), '{}') AS expressions,
  CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget::int END AS target,
  d.description AS comment
FROM pg_statistic_ext s
JOIN pg_namespace n ON n.oid = s.stxnamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_statistic_ext'::regclass AND d.objoid = s.oid AND d.objsubid = 0
WHERE NOT EXISTS (
  SELECT FROM pg_depend e
  WHERE e.classid = 'pg_statistic_ext'::regclass AND e.objid = s.oid AND e.deptype = 'e'
)
