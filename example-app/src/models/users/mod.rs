//! The database `users`: who works on what.

mod account;
mod invitation;
mod membership;
mod organisation;
mod project;
mod role;
mod session;
mod task;

pub use account::{Account, AccountId};
pub use invitation::Invitation;
pub use membership::Membership;
pub use organisation::{Organisation, OrganisationId, Plan};
pub use project::{Project, ProjectId};
pub use role::{Permission, Role, RoleId};
pub use session::Session;
pub use task::{Priority, Task, TaskId, TaskStatus};
