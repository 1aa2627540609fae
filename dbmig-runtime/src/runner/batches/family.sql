-- The tables that hold the rows of $1, what each is walked by, and whether a change of the columns $2 may move rows between them.
WITH RECURSIVE family(id) AS (
    SELECT $1::pg_catalog.regclass::pg_catalog.oid
    UNION
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family ON i.inhparent = id
), keys AS (
    -- As the rows are ordered by the column itself: no operator class, collation or mixture of directions of the index's own.
    SELECT i.indrelid, i.indexrelid, i.indisprimary,
        pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY k.n) AS names,
        pg_catalog.array_agg(pg_catalog.format_type(a.atttypid, -1) ORDER BY k.n) AS types,
        pg_catalog.array_agg(operator.lt ORDER BY k.n) AS lt,
        pg_catalog.array_agg(operator.le ORDER BY k.n) AS le,
        pg_catalog.array_agg(operator.eq ORDER BY k.n) AS eq,
        pg_catalog.array_agg(operator.ge ORDER BY k.n) AS ge,
        pg_catalog.array_agg(operator.gt ORDER BY k.n) AS gt
    FROM family
    JOIN pg_catalog.pg_index i ON i.indrelid = id
    CROSS JOIN LATERAL unnest(
        i.indkey::pg_catalog.int2[], i.indclass::pg_catalog.oid[], i.indcollation::pg_catalog.oid[], i.indoption::pg_catalog.int2[]
    ) WITH ORDINALITY AS k (attribute, class, text_order, flags, n)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attribute
    JOIN pg_catalog.pg_opclass o ON o.oid = k.class
    JOIN pg_catalog.pg_am am ON am.oid = o.opcmethod AND am.amname = 'btree'
    CROSS JOIN LATERAL (
        -- By the numbers that a btree knows them by; a name alone could be found in another schema.
        SELECT
            pg_catalog.max(sql) FILTER (WHERE strategy = 1) AS lt,
            pg_catalog.max(sql) FILTER (WHERE strategy = 2) AS le,
            pg_catalog.max(sql) FILTER (WHERE strategy = 3) AS eq,
            pg_catalog.max(sql) FILTER (WHERE strategy = 4) AS ge,
            pg_catalog.max(sql) FILTER (WHERE strategy = 5) AS gt
        FROM (
            SELECT p.amopstrategy AS strategy, pg_catalog.format('OPERATOR(%I.%s)', s.nspname, op.oprname) AS sql
            FROM pg_catalog.pg_amop p
            JOIN pg_catalog.pg_operator op ON op.oid = p.amopopr
            JOIN pg_catalog.pg_namespace s ON s.oid = op.oprnamespace
            WHERE p.amopfamily = o.opcfamily AND p.amoplefttype = o.opcintype AND p.amoprighttype = o.opcintype
        ) AS operators
    ) AS operator
    WHERE i.indisunique AND i.indisvalid AND i.indisready AND i.indpred IS NULL AND k.n <= i.indnkeyatts
    GROUP BY i.indrelid, i.indexrelid, i.indisprimary, i.indnkeyatts
    HAVING pg_catalog.count(*) = i.indnkeyatts
        AND pg_catalog.bool_and(a.attnotnull AND o.opcdefault AND k.text_order = a.attcollation)
        -- Ascending with nulls last, or the same backwards: what ORDER BY can take from it.
        AND (pg_catalog.bool_and(k.flags = 0) OR pg_catalog.bool_and(k.flags = 3))
        -- From PostgreSQL 18 on there may be nulls where NOT NULL is not validated.
        AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_constraint n
            WHERE n.conrelid = i.indrelid AND n.contype = 'n' AND NOT n.convalidated
                AND n.conkey && pg_catalog.array_agg(a.attnum)
        )
)
SELECT
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
    c.relkind::pg_catalog.text,
    c.reltuples::pg_catalog.float8,
    c.relpages::pg_catalog.int8,
    coalesce(pg_catalog.pg_relation_size(c.oid), 0) / pg_catalog.current_setting('block_size')::pg_catalog.int8,
    key.names,
    key.types,
    coalesce(key.names && $2, false),
    EXISTS (
        SELECT FROM family f
        JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = f.id
        LEFT JOIN pg_catalog.pg_attribute a
            ON a.attrelid = p.partrelid AND a.attnum = ANY (p.partattrs::pg_catalog.int2[])
        WHERE a.attname = ANY ($2) OR p.partexprs IS NOT NULL AND pg_catalog.cardinality($2) > 0
    ),
    key.lt,
    key.le,
    key.eq,
    key.ge,
    key.gt
FROM family
JOIN pg_catalog.pg_class c ON c.oid = id
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
    SELECT k.* FROM keys k WHERE k.indrelid = id
    ORDER BY k.names && $2, NOT k.indisprimary, pg_catalog.cardinality(k.names), k.indexrelid LIMIT 1
) key ON true
WHERE c.relkind <> 'p'
ORDER BY pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) COLLATE "C"
