-- The attributes of the composite types whose pg_class rows are $1, in order.
SELECT a.attrelid AS relation, a.attname::text AS name,
  format_type(a.atttypid, a.atttypmod) AS data_type,
  CASE WHEN NOT pg_collation_is_visible(co.oid) THEN cn.nspname::text END AS collation_schema,
  co.collname::text AS collation,
  d.description AS comment
FROM unnest($1::oid[]) AS r(oid)
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
LEFT JOIN pg_description d
  ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid AND d.objsubid = a.attnum
ORDER BY a.attrelid, a.attnum
