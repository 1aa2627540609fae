-- Primary keys and unique constraints of the tables $1.
SELECT con.conrelid AS table, con.conname::text AS name, con.contype::text AS kind,
  con.conperiod AS without_overlaps, coalesce(ic.reloptions, '{}') AS storage, ts.spcname::text AS tablespace,
  con.condeferrable AS deferrable, con.condeferred AS initially_deferred,
  i.indnullsnotdistinct AS nulls_not_distinct, i.indisreplident AS replica_identity, i.indisclustered AS clustered,
  parent.relname::text AS attached_to,
  d.description AS comment, id.description AS index_comment,
  ARRAY(
    SELECT a.attname::text
    FROM unnest(con.conkey) WITH ORDINALITY AS k(attnum, place)
    JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.attnum
    ORDER BY k.place
  ) AS columns,
  ARRAY(
    SELECT a.attname::text
    FROM generate_series(i.indnkeyatts::int, i.indnatts - 1) AS k(place)
    JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = i.indkey[k.place]
    ORDER BY k.place
  ) AS include
FROM unnest($1::oid[]) AS r(oid)
JOIN pg_constraint con ON con.conrelid = r.oid AND con.contype IN ('p', 'u')
JOIN pg_index i ON i.indexrelid = con.conindid
JOIN pg_class ic ON ic.oid = con.conindid
LEFT JOIN pg_tablespace ts ON ts.oid = ic.reltablespace
LEFT JOIN pg_inherits inh ON inh.inhrelid = con.conindid
LEFT JOIN pg_class parent ON parent.oid = inh.inhparent
LEFT JOIN pg_description id ON id.classoid = 'pg_class'::regclass AND id.objoid = ic.oid AND id.objsubid = 0
LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = con.oid AND d.objsubid = 0
