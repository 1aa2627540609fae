-- Aggregates that no extension owns. A function is its schema and its name.
WITH functions AS NOT MATERIALIZED (
  SELECT p.oid, ARRAY[n.nspname::text, p.proname::text] AS name
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
)
SELECT p.oid AS oid, n.nspname::text AS schema, p.proname::text AS name,
  array_to_string(ARRAY(
    SELECT format_type(input.type, NULL)
    FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS input (type, at) ORDER BY input.at
  ), ', ') AS signature,
  coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*') AS arguments,
  pg_get_function_result(p.oid) AS result, p.proparallel::text AS parallel, a.aggkind::text AS kind,
  sfunc.name[1] AS function_schema, sfunc.name[2] AS function_name, format_type(a.aggtranstype, NULL) AS state, a.aggtransspace AS space,
  finalfunc.name AS last, a.aggfinalextra AS last_extra, a.aggfinalmodify::text AS last_modifies,
  a.agginitval AS initial,
  combinefunc.name AS combine, serialfunc.name AS serialize, deserialfunc.name AS deserialize,
  msfunc.name AS moving_function, format_type(nullif(a.aggmtranstype, 0), NULL) AS moving_state,
  a.aggmtransspace AS moving_space, mfinalfunc.name AS moving_last, a.aggmfinalextra AS moving_last_extra,
  a.aggmfinalmodify::text AS moving_last_modifies, a.aggminitval AS moving_initial, minvfunc.name AS inverse,
  CASE WHEN sortop.oid IS NOT NULL THEN ARRAY[sn.nspname::text, sortop.oprname::text] END AS sort_operator,
  d.description AS comment
FROM pg_aggregate a
JOIN pg_proc p ON p.oid = a.aggfnoid
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN functions sfunc ON sfunc.oid = a.aggtransfn
LEFT JOIN functions finalfunc ON finalfunc.oid = a.aggfinalfn
LEFT JOIN functions combinefunc ON combinefunc.oid = a.aggcombinefn
LEFT JOIN functions serialfunc ON serialfunc.oid = a.aggserialfn
LEFT JOIN functions deserialfunc ON deserialfunc.oid = a.aggdeserialfn
LEFT JOIN functions msfunc ON msfunc.oid = a.aggmtransfn
LEFT JOIN functions minvfunc ON minvfunc.oid = a.aggminvtransfn
LEFT JOIN functions mfinalfunc ON mfinalfunc.oid = a.aggmfinalfn
LEFT JOIN pg_operator sortop ON sortop.oid = a.aggsortop
LEFT JOIN pg_namespace sn ON sn.oid = sortop.oprnamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_proc'::regclass AND d.objoid = p.oid AND d.objsubid = 0
WHERE n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i')
  )
ORDER BY n.nspname, p.proname, signature
