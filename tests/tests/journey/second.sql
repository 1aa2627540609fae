CREATE TYPE order_status AS ENUM ('open', 'cancelled', 'done');
CREATE TABLE customer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email varchar(320) NOT NULL UNIQUE,
    display_name text,
    phone text
);
COMMENT ON TABLE customer IS 'who buys; it''s "them"';
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer ON DELETE CASCADE,
    status order_status NOT NULL DEFAULT 'open',
    total_cents bigint NOT NULL,
    placed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT orders_total_positive CHECK (total_cents > 0)
);
CREATE INDEX orders_placed_at_idx ON orders (placed_at DESC) WHERE status = 'open';
