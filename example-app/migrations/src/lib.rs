//! The revisions of example-app's databases, for the runner and for the service to embed.

include!(concat!(env!("OUT_DIR"), "/dbmig.rs"));
