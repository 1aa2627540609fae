-- The schemas of publications.
SELECT s.oid AS oid, p.pubname::text AS publication, n.nspname::text AS schema
FROM pg_publication_namespace s
JOIN pg_publication p ON p.oid = s.pnpubid
JOIN pg_namespace n ON n.oid = s.pnnspid
ORDER BY p.pubname, n.nspname
