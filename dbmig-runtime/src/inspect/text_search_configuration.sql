-- Text search configurations that no extension owns, with their mappings in order.
SELECT c.oid AS oid, n.nspname::text AS schema, c.cfgname::text AS name,
  pn.nspname::text AS parser_schema, p.prsname::text AS parser_name,
  mappings.tokens AS tokens, mappings.schemas AS schemas, mappings.dictionaries AS dictionaries,
  d.description AS comment
FROM pg_ts_config c
JOIN pg_namespace n ON n.oid = c.cfgnamespace
JOIN pg_ts_parser p ON p.oid = c.cfgparser
JOIN pg_namespace pn ON pn.oid = p.prsnamespace
CROSS JOIN LATERAL (
  SELECT
    coalesce(array_agg(token.alias ORDER BY m.maptokentype, m.mapseqno), '{}') AS tokens,
    coalesce(array_agg(dn.nspname::text ORDER BY m.maptokentype, m.mapseqno), '{}') AS schemas,
    coalesce(array_agg(dict.dictname::text ORDER BY m.maptokentype, m.mapseqno), '{}') AS dictionaries
  FROM pg_ts_config_map m
  JOIN ts_token_type(c.cfgparser) AS token ON token.tokid = m.maptokentype
  JOIN pg_ts_dict dict ON dict.oid = m.mapdict
  JOIN pg_namespace dn ON dn.oid = dict.dictnamespace
  WHERE m.mapcfg = c.oid
) mappings
LEFT JOIN pg_description d ON d.classoid = 'pg_ts_config'::regclass AND d.objoid = c.oid AND d.objsubid = 0
WHERE n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_ts_config'::regclass AND e.objid = c.oid AND e.deptype = 'e'
  )
ORDER BY n.nspname, c.cfgname
