-- Rewrite rules, other than those that make views.
SELECT r.oid AS oid, r.ev_class AS relation, r.rulename::text AS name, r.ev_type::text AS event,
  pg_get_ruledef(r.oid) AS definition, r.ev_enabled::text AS firing, d.description AS comment
FROM pg_rewrite r
LEFT JOIN pg_description d ON d.classoid = 'pg_rewrite'::regclass AND d.objoid = r.oid AND d.objsubid = 0
WHERE r.oid >= 16384 AND r.rulename <> '_RETURN'
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_rewrite'::regclass AND e.objid = r.oid AND e.deptype = 'e'
  )
