-- Foreign keys of the tables $1, without the copies that PostgreSQL keeps for partitions of the referenced table. Of
-- the copies for partitions of the referencing table only the name counts, where it differs from the parent's.
SELECT con.conrelid AS table, con.conname::text AS name, parent.conname::text AS copy_of,
  n.nspname::text AS references_schema, c.relname::text AS references,
  con.confdeltype::text AS on_delete, con.confupdtype::text AS on_update, con.confmatchtype::text AS match_type,
  con.condeferrable AS deferrable, con.condeferred AS initially_deferred, con.conenforced AND NOT con.convalidated AS not_valid,
  NOT con.conenforced AS not_enforced, con.conperiod AS period,
  d.description AS comment,
  ARRAY(
    SELECT a.attname::text
    FROM unnest(con.conkey) WITH ORDINALITY AS k(attnum, place)
    JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.attnum
    ORDER BY k.place
  ) AS columns,
  ARRAY(
    SELECT a.attname::text
    FROM unnest(con.confdelsetcols) WITH ORDINALITY AS k(attnum, place)
    JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.attnum
    ORDER BY k.place
  ) AS on_delete_columns,
  ARRAY(
    SELECT a.attname::text
    FROM unnest(con.confkey) WITH ORDINALITY AS k(attnum, place)
    JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.attnum
    ORDER BY k.place
  ) AS referenced_columns
FROM unnest($1::oid[]) AS r(oid)
JOIN pg_constraint con ON con.conrelid = r.oid AND con.contype = 'f'
LEFT JOIN pg_constraint parent ON parent.oid = con.conparentid
JOIN pg_class c ON c.oid = con.confrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = con.oid AND d.objsubid = 0
WHERE parent.oid IS NULL OR (parent.conrelid <> con.conrelid AND parent.conname <> con.conname)
