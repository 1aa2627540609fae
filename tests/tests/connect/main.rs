//! Connections to real servers: encrypted or not, passwords from files, several hosts, missing rights.
#![cfg(unix)]

mod certificates;
mod cluster;
mod hosts;
mod rights;
mod tls;
