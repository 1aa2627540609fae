-- Operators that no extension owns. One without a function is only promised, by another that names it.
SELECT o.oid AS oid, n.nspname::text AS schema, o.oprname::text AS name,
  format_type(nullif(o.oprleft, 0), NULL) AS left, format_type(nullif(o.oprright, 0), NULL) AS right,
  fn.nspname::text AS function_schema, f.proname::text AS function_name,
  CASE WHEN com.oid IS NOT NULL THEN ARRAY[comn.nspname::text, com.oprname::text] END AS commutator,
  CASE WHEN neg.oid IS NOT NULL THEN ARRAY[negn.nspname::text, neg.oprname::text] END AS negator,
  CASE WHEN rest.oid IS NOT NULL THEN ARRAY[restn.nspname::text, rest.proname::text] END AS restrict,
  CASE WHEN jo.oid IS NOT NULL THEN ARRAY[jon.nspname::text, jo.proname::text] END AS join,
  o.oprcanhash AS hashes, o.oprcanmerge AS merges, d.description AS comment
FROM pg_operator o
JOIN pg_namespace n ON n.oid = o.oprnamespace
JOIN pg_proc f ON f.oid = o.oprcode
JOIN pg_namespace fn ON fn.oid = f.pronamespace
LEFT JOIN pg_operator com ON com.oid = o.oprcom AND com.oprcode <> 0
LEFT JOIN pg_namespace comn ON comn.oid = com.oprnamespace
LEFT JOIN pg_operator neg ON neg.oid = o.oprnegate AND neg.oprcode <> 0
LEFT JOIN pg_namespace negn ON negn.oid = neg.oprnamespace
LEFT JOIN pg_proc rest ON rest.oid = o.oprrest
LEFT JOIN pg_namespace restn ON restn.oid = rest.pronamespace
LEFT JOIN pg_proc jo ON jo.oid = o.oprjoin
LEFT JOIN pg_namespace jon ON jon.oid = jo.pronamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_operator'::regclass AND d.objoid = o.oid AND d.objsubid = 0
WHERE n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_operator'::regclass AND e.objid = o.oid AND e.deptype = 'e'
  )
ORDER BY n.nspname, o.oprname, o.oid
