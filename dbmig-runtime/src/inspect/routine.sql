-- Functions and procedures that no extension owns, and that PostgreSQL didn't make itself with a range type.
SELECT p.oid AS oid, n.nspname::text AS schema, p.proname::text AS name, p.prokind::text AS kind,
  array_to_string(ARRAY(
    SELECT format_type(input.type, NULL)
    FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS input (type, at) ORDER BY input.at
  ), ', ') AS signature,
  arguments.modes AS modes, arguments.names AS names, arguments.types AS types, arguments.defaults AS defaults,
  pg_get_function_result(p.oid) AS result,
  l.lanname::text AS language, p.provolatile::text AS volatility, p.proparallel::text AS parallel,
  p.proisstrict AS strict, p.proleakproof AS leakproof, p.prosecdef AS security_definer,
  nullif(p.procost, CASE WHEN l.lanname IN ('internal', 'c') THEN 1 ELSE 100 END)::text AS cost,
  nullif(p.prorows, CASE WHEN p.proretset THEN 1000 ELSE 0 END)::text AS rows,
  coalesce(p.proconfig, '{}') AS settings,
  (SELECT ARRAY[sn.nspname::text, s.proname::text] FROM pg_proc s JOIN pg_namespace sn ON sn.oid = s.pronamespace
    WHERE s.oid = p.prosupport) AS support,
  ARRAY(SELECT format_type(type, NULL) FROM unnest(p.protrftypes) AS type ORDER BY 1) AS transforms,
  p.prosrc AS source, p.probin AS library, pg_get_function_sqlbody(p.oid) AS sql_body,
  d.description AS comment
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
CROSS JOIN LATERAL (
  SELECT
    coalesce(array_agg(coalesce(p.proargmodes[argument.at], 'i')::text ORDER BY argument.at), '{}') AS modes,
    coalesce(array_agg(nullif(p.proargnames[argument.at], '') ORDER BY argument.at), '{}') AS names,
    coalesce(array_agg(format_type(argument.type, NULL) ORDER BY argument.at), '{}') AS types,
    coalesce(array_agg(pg_get_function_arg_default(p.oid, argument.at::int) ORDER BY argument.at), '{}') AS defaults
  FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS argument (type, at)
) arguments
LEFT JOIN pg_description d ON d.classoid = 'pg_proc'::regclass AND d.objoid = p.oid AND d.objsubid = 0
WHERE p.prokind IN ('f', 'p', 'w')
  AND n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i')
  )
ORDER BY n.nspname, p.proname, signature
