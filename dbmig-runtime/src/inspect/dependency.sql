-- What objects stand on, as pg_depend has it, between objects that a person made. Left out is what the shape of a table
-- says already: its own columns, keys, indexes, row type and schema. Objects of an extension stand for the extension.
WITH edges AS MATERIALIZED (
  SELECT d.*
  FROM pg_depend d
  WHERE d.objid >= 16384 AND d.refobjid >= 16384
    AND d.deptype IN ('n', 'a', 'i')
    -- 6237 is pg_publication_namespace, which came with PostgreSQL 15.
    AND (d.refclassid <> 'pg_namespace'::regclass OR d.classid = 6237)
    AND NOT (d.classid = 'pg_type'::regclass AND d.deptype = 'i')
    AND NOT (d.classid = 'pg_class'::regclass AND d.refclassid IN ('pg_class'::regclass, 'pg_constraint'::regclass))
    AND NOT (d.classid = 'pg_constraint'::regclass AND d.refclassid IN ('pg_class'::regclass, 'pg_constraint'::regclass))
)
SELECT d.classid AS class, d.objid AS object, d.refclassid AS on_class, d.refobjid AS on_object,
  coalesce(con.conrelid, i.indrelid, ad.adrelid, 0::oid) AS relation,
  coalesce(con.contypid, 0::oid) AS domain,
  coalesce(con.conname, ic.relname, da.attname, a.attname)::text AS part,
  -- Before 15 a computed column stands for its expression.
  coalesce(a.attgenerated <> '' AND d.deptype = 'a', false) AS computed,
  ra.attname::text AS on_column,
  coalesce(rc.conrelid, 0::oid) AS on_relation, rc.conname::text AS on_constraint,
  coalesce(e.refobjid, 0::oid) AS extension
FROM edges d
LEFT JOIN pg_constraint con ON d.classid = 'pg_constraint'::regclass AND con.oid = d.objid
LEFT JOIN pg_index i ON d.classid = 'pg_class'::regclass AND i.indexrelid = d.objid
LEFT JOIN pg_class ic ON ic.oid = i.indexrelid
LEFT JOIN pg_attrdef ad ON d.classid = 'pg_attrdef'::regclass AND ad.oid = d.objid
LEFT JOIN pg_attribute da ON da.attrelid = ad.adrelid AND da.attnum = ad.adnum
LEFT JOIN pg_attribute a
  ON d.classid = 'pg_class'::regclass AND d.objsubid > 0 AND a.attrelid = d.objid AND a.attnum = d.objsubid
LEFT JOIN pg_attribute ra
  ON d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
  AND ra.attrelid = d.refobjid AND ra.attnum = d.refobjsubid
LEFT JOIN pg_constraint rc ON d.refclassid = 'pg_constraint'::regclass AND rc.oid = d.refobjid
LEFT JOIN pg_type at ON d.refclassid = 'pg_type'::regclass AND at.oid = d.refobjid
  AND at.typtype = 'b' AND at.typcategory = 'A' AND at.typelem <> 0
-- An extension's array types are no members of it; their element types are.
LEFT JOIN pg_depend e ON e.classid = d.refclassid AND e.objid = coalesce(at.typelem, d.refobjid) AND e.deptype = 'e'
WHERE NOT (d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ad.adrelid)
