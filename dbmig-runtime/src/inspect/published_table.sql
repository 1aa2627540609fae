-- The tables of publications, with the columns and rows that are published.
SELECT r.oid AS oid, p.pubname::text AS publication, n.nspname::text AS schema, c.relname::text AS table,
  CASE WHEN r.prattrs IS NOT NULL THEN ARRAY(
    SELECT a.attname::text FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum = ANY (r.prattrs::int2[]) ORDER BY a.attname::text
  ) END AS columns,
  pg_get_expr(r.prqual, r.prrelid) AS filter
FROM pg_publication_rel r
JOIN pg_publication p ON p.oid = r.prpubid
JOIN pg_class c ON c.oid = r.prrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
ORDER BY p.pubname, n.nspname, c.relname
