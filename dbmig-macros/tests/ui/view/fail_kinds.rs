//! What only one kind of view has.
use dbmig_runtime::View;

#[derive(View)]
#[db("users")]
#[view(query = "SELECT 1 AS a", with_no_data, with(fillfactor = 70), tablespace = "t", access_method = "heap")]
#[view(cluster_on = "shown_a_idx")]
#[index(columns(a))]
#[statistics(columns(a, b))]
struct Shown {
    #[column(statistics = 100)]
    a: i32,
    b: i32,
}

#[derive(View)]
#[db("users")]
#[view(materialized, query = "SELECT 1 AS a", security_barrier, security_invoker, check_option = "local")]
#[index(columns(b))]
#[grant(select(c), to("app"))]
struct Kept {
    #[column(default = "1")]
    a: i32,
}

fn main() {}
