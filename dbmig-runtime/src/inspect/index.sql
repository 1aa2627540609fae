-- Indexes of the tables $1 that no key owns, and exclusion constraints, which are indexes with operators. The arrays have one entry for each key.
SELECT i.indrelid AS table, c.relname::text AS name, am.amname::text AS method,
  i.indisunique AS unique, i.indnullsnotdistinct AS nulls_not_distinct, c.relkind = 'I' OR i.indisvalid AS valid,
  i.indisreplident AS replica_identity, i.indisclustered AS clustered,
  pg_get_expr(i.indpred, i.indrelid) AS predicate,
  coalesce(c.reloptions, '{}') AS storage,
  ts.spcname::text AS tablespace,
  parent.relname::text AS attached_to,
  d.description AS comment,
  con.oid IS NOT NULL AS exclusion, con.condeferrable AS deferrable, con.condeferred AS initially_deferred,
  cd.description AS constraint_comment,
  ARRAY(
    SELECT CASE WHEN pg_operator_is_visible(o.oid) THEN o.oprname::text
      ELSE 'OPERATOR(' || quote_ident(opn.nspname) || '.' || o.oprname || ')' END
    FROM unnest(con.conexclop) WITH ORDINALITY AS k(oid, place)
    JOIN pg_operator o ON o.oid = k.oid
    JOIN pg_namespace opn ON opn.oid = o.oprnamespace
    ORDER BY k.place
  ) AS operators,
  ARRAY(
    SELECT sa.attnum::int FROM pg_attribute sa
    WHERE sa.attrelid = i.indexrelid AND sa.attstattarget >= 0 ORDER BY sa.attnum
  ) AS statistics_places,
  ARRAY(
    SELECT sa.attstattarget::int FROM pg_attribute sa
    WHERE sa.attrelid = i.indexrelid AND sa.attstattarget >= 0 ORDER BY sa.attnum
  ) AS statistics_targets,
  keys.columns, keys.expressions, keys.collation_schemas, keys.collations, keys.operator_classes, keys.options,
  ARRAY(
    SELECT a.attname::text
    FROM generate_series(i.indnkeyatts::int, i.indnatts - 1) AS k(place)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place]
    ORDER BY k.place
  ) AS include
FROM unnest($1::oid[]) AS r(oid)
JOIN pg_index i ON i.indrelid = r.oid AND i.indislive
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_inherits inh ON inh.inhrelid = c.oid
LEFT JOIN pg_class parent ON parent.oid = inh.inhparent
LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
LEFT JOIN pg_constraint con
  ON con.conrelid = i.indrelid AND con.conindid = i.indexrelid AND con.contype = 'x'
LEFT JOIN pg_description cd
  ON cd.classoid = 'pg_constraint'::regclass AND cd.objoid = con.oid AND cd.objsubid = 0
CROSS JOIN LATERAL (
  SELECT array_agg(a.attname::text ORDER BY k.place) AS columns,
    array_agg(CASE WHEN a.attnum IS NULL THEN pg_get_indexdef(i.indexrelid, k.place, false) END
      ORDER BY k.place) AS expressions,
    array_agg(CASE WHEN NOT pg_collation_is_visible(co.oid) THEN cn.nspname::text END
      ORDER BY k.place) AS collation_schemas,
    array_agg(co.collname::text ORDER BY k.place) AS collations,
    array_agg(CASE WHEN key.default_class AND ka.attoptions IS NULL THEN NULL
      ELSE CASE WHEN pg_opclass_is_visible(oc.oid) THEN '' ELSE quote_ident(ocn.nspname) || '.' END
        || quote_ident(oc.opcname)
        || coalesce(
          (SELECT ' (' || string_agg(
              quote_ident(split_part(o, '=', 1)) || '=' || quote_literal(substr(o, strpos(o, '=') + 1)), ', ' ORDER BY o
            ) || ')' FROM unnest(ka.attoptions) AS o),
          '')
      END ORDER BY k.place) AS operator_classes,
    array_agg(i.indoption[k.place - 1]::int ORDER BY k.place) AS options
  FROM generate_series(1, i.indnkeyatts::int) AS k(place)
  JOIN pg_attribute ka ON ka.attrelid = i.indexrelid AND ka.attnum = k.place
  LEFT JOIN pg_attribute a
    ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place - 1] AND i.indkey[k.place - 1] <> 0
  JOIN pg_opclass oc ON oc.oid = i.indclass[k.place - 1]
  JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
  -- The collation of an expression is not in the catalog; beside one it is spelled out unless it is the database's.
  LEFT JOIN pg_collation co
    ON co.oid = i.indcollation[k.place - 1] AND co.oid <> coalesce(a.attcollation, 'pg_catalog."default"'::regcollation)
  LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
  -- A class can be the default of another type only: its own type's then has another one.
  CROSS JOIN LATERAL (
    SELECT oc.opcdefault AND (
      oc.opcintype = coalesce(a.atttypid, ka.atttypid)
      OR NOT EXISTS (
        SELECT FROM pg_opclass own
        WHERE own.opcmethod = oc.opcmethod AND own.opcdefault
          AND own.opcintype = coalesce(a.atttypid, ka.atttypid)
      )
    ) AS default_class
  ) AS key
) AS keys
WHERE NOT EXISTS (
  SELECT FROM pg_constraint k
  WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u')
)
