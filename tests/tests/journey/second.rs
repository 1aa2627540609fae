//! The shop's models.

use dbmig_runtime::{SqlType, Table};

#[derive(SqlType)]
pub enum OrderStatus {
    Open,
    Cancelled,
    Done,
}

#[derive(SqlType)]
pub struct CustomerId(pub i64);

#[derive(Table)]
#[db("shop")]
#[table(comment = "who buys; it's \"them\"")]
pub struct Customer {
    #[column(primary_key, identity)]
    pub id: CustomerId,
    #[column(type = "varchar(320)", unique)]
    pub email: String,
    #[column(renamed_from = "nickname")]
    pub display_name: Option<String>,
    pub phone: Option<String>,
}

#[derive(Table)]
#[db("shop")]
#[table(name = "orders")]
#[index(columns(placed_at desc), where = "status = 'open'")]
#[check(name = "orders_total_positive", expr = "total_cents > 0")]
pub struct Order {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(references(Customer::id), on_delete = "cascade")]
    pub customer_id: CustomerId,
    #[column(default = "'open'")]
    pub status: OrderStatus,
    pub total_cents: i64,
    #[column(default = "now()")]
    pub placed_at: chrono::DateTime<chrono::Utc>,
}
