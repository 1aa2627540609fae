-- Triggers that a person made. Copies on partitions stand with the trigger that they were made from.
WITH RECURSIVE copy AS (
  SELECT t.oid AS root, t.oid, t.tgrelid, t.tgenabled
  FROM pg_trigger t
  WHERE NOT t.tgisinternal AND t.tgparentid = 0
  UNION ALL
  SELECT copy.root, t.oid, t.tgrelid, t.tgenabled
  FROM copy
  JOIN pg_trigger t ON t.tgparentid = copy.oid
)
SELECT t.oid AS oid, t.tgrelid AS relation, t.tgname::text AS name, t.tgtype::int AS type,
  fn.nspname::text AS function_schema, f.proname::text AS function,
  t.tgenabled::text AS firing, t.tgoldtable::text AS old_table, t.tgnewtable::text AS new_table,
  t.tgconstraint <> 0 AS constraint, t.tgdeferrable AS deferrable, t.tginitdeferred AS initially_deferred,
  cn.nspname::text AS from_schema, c.relname::text AS from_table,
  -- Only the whole definition has the condition as text; what follows it, and what comes before, is known.
  CASE WHEN t.tgqual IS NOT NULL THEN pg_get_triggerdef(t.oid) END AS definition,
  ARRAY(
    SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = t.tgrelid AND a.attnum = ANY (t.tgattr) ORDER BY a.attname
  ) AS columns,
  -- Each argument ends in a zero byte.
  ARRAY(
    SELECT convert_from(decode(part[1], 'hex'), getdatabaseencoding())
    FROM regexp_matches(encode(t.tgargs, 'hex'), '((?:..)*?)00', 'g') WITH ORDINALITY AS a(part, place)
    ORDER BY a.place
  ) AS arguments,
  ARRAY(
    SELECT copy.tgrelid FROM copy WHERE copy.root = t.oid AND copy.tgenabled <> t.tgenabled ORDER BY copy.oid
  ) AS partitions,
  ARRAY(
    SELECT copy.tgenabled::text FROM copy WHERE copy.root = t.oid AND copy.tgenabled <> t.tgenabled ORDER BY copy.oid
  ) AS partition_firings,
  d.description AS comment
FROM pg_trigger t
JOIN pg_proc f ON f.oid = t.tgfoid
JOIN pg_namespace fn ON fn.oid = f.pronamespace
LEFT JOIN pg_class c ON c.oid = t.tgconstrrelid
LEFT JOIN pg_namespace cn ON cn.oid = c.relnamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_trigger'::regclass AND d.objoid = t.oid AND d.objsubid = 0
WHERE NOT t.tgisinternal AND t.tgparentid = 0
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_trigger'::regclass AND e.objid = t.oid AND e.deptype = 'e'
  )
