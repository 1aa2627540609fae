-- The columns of the tables $1, in table order, with the sequences behind identity columns.
SELECT a.attrelid AS table, a.attname::text AS name,
  format_type(a.atttypid, a.atttypmod) AS data_type,
  NOT a.attnotnull AS nullable,
  pg_get_expr(ad.adbin, ad.adrelid) AS expression,
  a.attgenerated::text AS generated,
  -- From 17 on a partition has its identity columns from the partitioned table.
  CASE WHEN s.seqrelid IS NULL THEN '' ELSE a.attidentity::text END AS identity,
  a.attinhcount > 0 AND NOT a.attislocal AS inherited, coalesce(a.attfdwoptions, '{}') AS foreign_options,
  CASE WHEN NOT pg_collation_is_visible(co.oid) THEN cn.nspname::text END AS collation_schema,
  co.collname::text AS collation,
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END AS storage,
  a.attcompression::text AS compression, nullif(a.attstattarget, -1)::int AS statistics,
  a.attoptions AS options,
  d.description AS comment,
  s.seqstart AS start, s.seqincrement AS increment, s.seqmin AS min, s.seqmax AS max, s.seqcache AS cache,
  s.seqcycle AS cycle, s.seqtypid::regtype::text AS sequence_type,
  sc.relname::text AS sequence, sc.oid AS sequence_oid,
  CASE WHEN sc.relpersistence <> rc.relpersistence THEN sc.relpersistence = 'p' END AS sequence_logged,
  sd.description AS sequence_comment
FROM unnest($1::oid[]) AS r(oid)
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
LEFT JOIN pg_description d
  ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid AND d.objsubid = a.attnum
LEFT JOIN pg_depend o
  ON a.attidentity <> '' AND o.refclassid = 'pg_class'::regclass AND o.refobjid = a.attrelid
  AND o.refobjsubid = a.attnum AND o.classid = 'pg_class'::regclass AND o.deptype = 'i'
LEFT JOIN pg_sequence s ON s.seqrelid = o.objid
LEFT JOIN pg_class sc ON sc.oid = s.seqrelid
LEFT JOIN pg_class rc ON s.seqrelid IS NOT NULL AND rc.oid = a.attrelid
LEFT JOIN pg_description sd
  ON sd.classoid = 'pg_class'::regclass AND sd.objoid = s.seqrelid AND sd.objsubid = 0
ORDER BY a.attrelid, a.attnum
