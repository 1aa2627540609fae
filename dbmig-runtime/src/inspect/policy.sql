-- Row security policies.
SELECT p.oid AS oid, p.polrelid AS relation, p.polname::text AS name, p.polcmd::text AS command,
  p.polpermissive AS permissive,
  pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check,
  ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.oid = ANY (p.polroles) ORDER BY r.rolname) AS roles,
  d.description AS comment
FROM pg_policy p
LEFT JOIN pg_description d ON d.classoid = 'pg_policy'::regclass AND d.objoid = p.oid AND d.objsubid = 0
WHERE NOT EXISTS (
  SELECT FROM pg_depend e
  WHERE e.classid = 'pg_policy'::regclass AND e.objid = p.oid AND e.deptype = 'e'
)
