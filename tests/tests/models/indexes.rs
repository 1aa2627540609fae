//! Indexes and extended statistics.

use dbmig_runtime::Table;

use super::{same, same_after};

#[derive(Table)]
#[db("users")]
#[index(columns(name text_pattern_ops, city collate "C" desc), include(zip, name), with(fillfactor = 70, deduplicate_items = false))]
#[index(columns(name, name), comment = "twice the same")]
#[index(name = "by_lower", columns("lower(name)" statistics 300, zip), unique, where = "zip > 0")]
#[index(columns(tags), using = "gin", with(fastupdate = off, gin_pending_list_limit = 128))]
#[index(name = "brin", columns(zip int4_minmax_multi_ops(values_per_range = 16)), using = "brin")]
#[statistics(columns(city, zip))]
#[statistics(name = "of_case", columns("lower(name)"), target = 50, comment = "for searches")]
#[statistics(columns(zip, name, "upper(city)"), kinds(ndistinct, "mcv"))]
struct Place {
    name: String,
    city: String,
    zip: i32,
    tags: Vec<String>,
}

#[test]
fn every_property() {
    same(
        &[Place::manifest()],
        "CREATE TABLE place (name text NOT NULL, city text NOT NULL, zip int NOT NULL, tags text[] NOT NULL);
         CREATE INDEX ON place (name text_pattern_ops, city COLLATE \"C\" DESC) INCLUDE (zip, name)
           WITH (fillfactor = 70, deduplicate_items = false);
         CREATE INDEX ON place (name, name);
         COMMENT ON INDEX place_name_name1_idx IS 'twice the same';
         CREATE UNIQUE INDEX by_lower ON place (lower(name), zip) WHERE zip > 0;
         ALTER INDEX by_lower ALTER COLUMN 1 SET STATISTICS 300;
         CREATE INDEX ON place USING gin (tags) WITH (fastupdate = off, gin_pending_list_limit = 128);
         CREATE INDEX brin ON place USING brin (zip int4_minmax_multi_ops (values_per_range = 16));
         CREATE STATISTICS place_city_zip_stat ON city, zip FROM place;
         CREATE STATISTICS of_case ON (lower(name)) FROM place;
         ALTER STATISTICS of_case SET STATISTICS 50;
         COMMENT ON STATISTICS of_case IS 'for searches';
         CREATE STATISTICS place_zip_name_expr_stat (ndistinct, mcv) ON zip, name, (upper(city)) FROM place;",
    );
}

#[derive(Table)]
#[db("users")]
#[index(columns(name gist_trgm_ops(siglen = 32)), using = "gist")]
struct Word {
    name: String,
}

#[test]
fn operator_classes_of_extensions() {
    same_after(
        "CREATE EXTENSION pg_trgm",
        &[Word::manifest()],
        "CREATE TABLE word (name text NOT NULL);
         CREATE INDEX ON word USING gist (name gist_trgm_ops (siglen = 32));",
    );
}
