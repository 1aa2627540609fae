//! Keys, foreign keys, checks and exclusion constraints.

use dbmig_runtime::Table;

use super::{same, same_after, same_since};

#[derive(Table)]
#[db("users")]
#[primary_key(
    columns(id, tenant),
    include(note),
    with(fillfactor = 70),
    comment = "both",
    index_comment = "its index"
)]
#[unique(columns(code), include(note, tenant))]
#[unique(columns(tenant, code), deferrable, initially_deferred, name = "late", with(fillfactor = 80))]
struct Org {
    tenant: i32,
    #[column(identity)]
    id: i64,
    code: Option<String>,
    note: String,
}

#[derive(Table)]
#[db("users")]
#[foreign_key(
    columns(tenant, org),
    references(Org(tenant, id)),
    on_delete = "set null",
    on_update = "cascade",
    match = "full",
    deferrable,
    comment = "where they are"
)]
#[foreign_key(
    columns(tenant, boss),
    references(Self(tenant, id)),
    name = "led_by",
    initially_deferred,
    not_valid
)]
#[unique(columns(tenant, id))]
#[check(name = "no_self", expr = "id <> boss", not_valid, comment = "nobody leads himself")]
struct Person {
    id: i64,
    tenant: Option<i32>,
    org: Option<i64>,
    boss: Option<i64>,
    #[column(
        references(Org::code),
        foreign_key = "by_code",
        on_delete = "restrict",
        match = "full",
        deferrable
    )]
    code: Option<String>,
}

#[test]
fn keys_and_foreign_keys() {
    same(
        &[Person::manifest(), Org::manifest()],
        "CREATE TABLE org (tenant int NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, code text, note text NOT NULL,
           PRIMARY KEY (id, tenant) INCLUDE (note) WITH (fillfactor = 70), UNIQUE (code) INCLUDE (note, tenant),
           CONSTRAINT late UNIQUE (tenant, code) WITH (fillfactor = 80) DEFERRABLE INITIALLY DEFERRED);
         COMMENT ON CONSTRAINT org_pkey ON org IS 'both';
         COMMENT ON INDEX org_pkey IS 'its index';
         CREATE TABLE person (id bigint NOT NULL, tenant int, org bigint, boss bigint,
           code text CONSTRAINT by_code REFERENCES org (code) MATCH FULL ON DELETE RESTRICT DEFERRABLE,
           UNIQUE (tenant, id),
           FOREIGN KEY (tenant, org) REFERENCES org (tenant, id) MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE);
         ALTER TABLE person ADD CONSTRAINT led_by FOREIGN KEY (tenant, boss) REFERENCES person (tenant, id)
             DEFERRABLE INITIALLY DEFERRED NOT VALID;
         ALTER TABLE person ADD CONSTRAINT no_self CHECK (id <> boss) NOT VALID;
         COMMENT ON CONSTRAINT person_tenant_org_fkey ON person IS 'where they are';
         COMMENT ON CONSTRAINT no_self ON person IS 'nobody leads himself';",
    );
}

#[derive(Table)]
#[db("users")]
#[foreign_key(
    columns(tenant, org),
    references(Org(tenant, id)),
    on_delete = "set null",
    on_delete_columns(org)
)]
#[unique(columns(tenant, org), nulls_not_distinct)]
struct Badge {
    tenant: i32,
    org: Option<i64>,
}

#[test]
fn what_came_with_version_15() {
    same_since(
        15,
        &[Badge::manifest(), Org::manifest()],
        "CREATE TABLE org (tenant int NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, code text, note text NOT NULL,
           PRIMARY KEY (id, tenant) INCLUDE (note) WITH (fillfactor = 70), UNIQUE (code) INCLUDE (note, tenant),
           CONSTRAINT late UNIQUE (tenant, code) WITH (fillfactor = 80) DEFERRABLE INITIALLY DEFERRED);
         COMMENT ON CONSTRAINT org_pkey ON org IS 'both';
         COMMENT ON INDEX org_pkey IS 'its index';
         CREATE TABLE badge (tenant int NOT NULL, org bigint, UNIQUE NULLS NOT DISTINCT (tenant, org),
           FOREIGN KEY (tenant, org) REFERENCES org (tenant, id) ON DELETE SET NULL (org));",
    );
}

#[derive(Table)]
#[db("users")]
#[primary_key(columns(room, during), without_overlaps)]
struct Stay {
    #[column(type = "int4range")]
    room: String,
    #[column(type = "daterange")]
    during: String,
}

#[derive(Table)]
#[db("users")]
#[foreign_key(columns(room, during), references(Stay(room, during)), period, not_enforced)]
struct Guest {
    #[column(type = "int4range")]
    room: String,
    #[column(type = "daterange")]
    during: String,
}

#[test]
fn periods() {
    same_since(
        18,
        &[Stay::manifest(), Guest::manifest()],
        "CREATE TABLE stay (room int4range, during daterange, PRIMARY KEY (room, during WITHOUT OVERLAPS));
         CREATE TABLE guest (room int4range NOT NULL, during daterange NOT NULL,
           FOREIGN KEY (room, PERIOD during) REFERENCES stay (room, PERIOD during) NOT ENFORCED);",
    );
}

#[derive(Table)]
#[db("users")]
#[exclude(using = "gist", elements(room with "=", during with "&&"), where = "NOT cancelled", include(id), initially_deferred,
    with(fillfactor = 60), comment = "one at a time", index_comment = "which")]
#[exclude(name = "apart", elements("int4range(id, id + 5)" with "-|-"))]
#[exclude(using = "btree", elements(id desc nulls last with "="))]
struct Booking {
    id: i32,
    #[column(type = "int4range")]
    room: String,
    #[column(type = "tstzrange")]
    during: String,
    cancelled: bool,
}

#[test]
fn exclusion_constraints() {
    same_after(
        "",
        &[Booking::manifest()],
        "CREATE TABLE booking (id int NOT NULL, room int4range NOT NULL, during tstzrange NOT NULL, cancelled boolean NOT NULL,
           EXCLUDE USING gist (room WITH =, during WITH &&) INCLUDE (id) WITH (fillfactor = 60) WHERE (NOT cancelled)
             INITIALLY DEFERRED,
           CONSTRAINT apart EXCLUDE USING gist (int4range(id, id + 5) WITH -|-),
           EXCLUDE USING btree (id DESC NULLS LAST WITH =));
         COMMENT ON CONSTRAINT booking_room_during_id_excl ON booking IS 'one at a time';
         COMMENT ON INDEX booking_room_during_id_excl IS 'which';",
    );
}
