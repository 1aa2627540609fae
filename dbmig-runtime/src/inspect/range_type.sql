-- Range types that no extension owns, with their multirange types.
SELECT t.oid AS oid, t.typarray AS array_type, n.nspname::text AS schema, t.typname::text AS name,
  format_type(r.rngsubtype, NULL) AS subtype,
  CASE WHEN NOT oc.opcdefault AND NOT pg_opclass_is_visible(oc.oid) THEN ocn.nspname::text END AS operator_class_schema,
  CASE WHEN NOT oc.opcdefault THEN oc.opcname::text END AS operator_class,
  CASE WHEN NOT pg_collation_is_visible(co.oid) THEN cn.nspname::text END AS collation_schema,
  co.collname::text AS collation,
  CASE WHEN NOT pg_function_is_visible(cf.oid) THEN cfn.nspname::text END AS canonical_schema,
  cf.proname::text AS canonical,
  CASE WHEN NOT pg_function_is_visible(df.oid) THEN dfn.nspname::text END AS subtype_diff_schema,
  df.proname::text AS subtype_diff,
  m.oid AS multirange_type, m.typarray AS multirange_array, mn.nspname::text AS multirange_schema,
  m.typname::text AS multirange,
  -- The functions that PostgreSQL makes with the types, of their names.
  ARRAY(
    SELECT f.objid FROM pg_depend f
    WHERE f.classid = 'pg_proc'::regclass AND f.refclassid = 'pg_type'::regclass AND f.refobjid IN (t.oid, m.oid)
      AND f.deptype = 'i'
  ) AS constructors,
  d.description AS comment
FROM pg_range r
JOIN pg_type t ON t.oid = r.rngtypid
JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_type s ON s.oid = r.rngsubtype
JOIN pg_type m ON m.oid = r.rngmultitypid
JOIN pg_namespace mn ON mn.oid = m.typnamespace
JOIN pg_opclass oc ON oc.oid = r.rngsubopc
JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
LEFT JOIN pg_collation co ON co.oid = r.rngcollation AND r.rngcollation <> s.typcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
LEFT JOIN pg_proc cf ON cf.oid = r.rngcanonical
LEFT JOIN pg_namespace cfn ON cfn.oid = cf.pronamespace
LEFT JOIN pg_proc df ON df.oid = r.rngsubdiff
LEFT JOIN pg_namespace dfn ON dfn.oid = df.pronamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
WHERE n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e'
  )
ORDER BY n.nspname, t.typname
