//! The database `users`: accounts, organisations, and their tasks.

mod account;
mod membership;
mod organisation;
mod session;
mod task;

pub use account::{Account, AccountId};
pub use membership::{Membership, Role};
pub use organisation::{OrgId, Organisation};
pub use session::{ApiToken, Session};
pub use task::{Project, ProjectId, Task, TaskComment, TaskId, TaskStatus};
