-- How the privileges on objects differ from the built-in ones (acldefault), and the default privileges of new objects.
-- Since 15, "public" belongs to pg_database_owner; before, everybody could create in it.
WITH lists AS (
  SELECT 'pg_class'::regclass AS class, c.oid AS object, NULL::name AS part, c.relowner AS owner, c.relacl AS acl,
    acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS builtin
  FROM pg_class c WHERE c.relacl IS NOT NULL AND c.oid >= 16384
  UNION ALL
  SELECT 'pg_class'::regclass, c.oid, a.attname, c.relowner, a.attacl, acldefault('c', c.relowner)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE a.attacl IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped AND c.oid >= 16384
  UNION ALL
  SELECT 'pg_namespace'::regclass, n.oid, NULL, n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner)),
    acldefault('n', n.nspowner) || CASE WHEN n.nspname <> 'public' THEN '{}'
      WHEN current_setting('server_version_num')::int >= 150000 THEN ARRAY[makeaclitem(0, n.nspowner, 'USAGE', false)]
      ELSE ARRAY[makeaclitem(0, n.nspowner, 'USAGE', false), makeaclitem(0, n.nspowner, 'CREATE', false)] END
  FROM pg_namespace n WHERE n.nspname = 'public' OR n.nspacl IS NOT NULL AND n.oid >= 16384
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid, NULL, p.proowner, p.proacl, acldefault('f', p.proowner)
  FROM pg_proc p WHERE p.proacl IS NOT NULL AND p.oid >= 16384
  UNION ALL
  SELECT 'pg_type'::regclass, t.oid, NULL, t.typowner, t.typacl, acldefault('T', t.typowner)
  FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE t.typacl IS NOT NULL AND t.oid >= 16384 AND t.typcategory <> 'A' AND t.typtype <> 'm'
    AND coalesce(c.relkind, 'c') = 'c'
  UNION ALL
  SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, NULL, w.fdwowner, w.fdwacl, acldefault('F', w.fdwowner)
  FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
  UNION ALL
  SELECT 'pg_foreign_server'::regclass, s.oid, NULL, s.srvowner, s.srvacl, acldefault('S', s.srvowner)
  FROM pg_foreign_server s WHERE s.srvacl IS NOT NULL
  UNION ALL
  SELECT 'pg_default_acl'::regclass, d.oid, NULL, d.defaclrole, d.defaclacl,
    CASE WHEN d.defaclnamespace = 0
      THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END::"char", d.defaclrole)
      ELSE acldefault('c', d.defaclrole) END
  FROM pg_default_acl d
),
now AS (
  SELECT l.class, l.object, l.part, l.owner, e.grantee, e.privilege_type, bool_or(e.is_grantable) AS grantable
  FROM lists l CROSS JOIN LATERAL aclexplode(l.acl) e
  GROUP BY l.class, l.object, l.part, l.owner, e.grantee, e.privilege_type
),
builtin AS (
  SELECT l.class, l.object, l.part, l.owner, e.grantee, e.privilege_type
  FROM lists l CROSS JOIN LATERAL aclexplode(l.builtin) e
),
differences AS (
  SELECT class, object, part, owner, grantee, privilege_type,
    CASE WHEN grantable THEN 'grantable' ELSE 'granted' END AS difference
  FROM now n
  WHERE grantable OR NOT EXISTS (
    SELECT FROM builtin b
    WHERE (b.class, b.object, b.grantee, b.privilege_type) = (n.class, n.object, n.grantee, n.privilege_type)
      AND n.part IS NULL
  )
  UNION ALL
  SELECT class, object, part, owner, grantee, privilege_type, 'revoked'
  FROM builtin b
  WHERE NOT EXISTS (
    SELECT FROM now n
    WHERE (b.class, b.object, b.grantee, b.privilege_type) = (n.class, n.object, n.grantee, n.privilege_type)
      AND n.part IS NULL
  )
)
SELECT f.class::oid AS class, f.object AS object, f.part::text AS part,
  f.grantee = f.owner AS is_owner, f.grantee = 0 AS is_public, r.rolname::text AS role,
  f.privilege_type AS privilege, f.difference AS difference,
  d.defaclobjtype::text AS default_kind, dr.rolname::text AS default_role,
  d.defaclnamespace AS default_schema
FROM differences f
LEFT JOIN pg_roles r ON r.oid = f.grantee
LEFT JOIN pg_default_acl d ON f.class = 'pg_default_acl'::regclass AND d.oid = f.object
LEFT JOIN pg_roles dr ON dr.oid = d.defaclrole
ORDER BY 1, 2, 3, f.grantee, f.privilege_type
