//! What the targets share: the readers, in a process that bears what a reader's own process bears.

#![feature(alloc_error_hook)]

use std::alloc::System;

use cap::Cap;

#[allow(dead_code)]
#[path = "../../src/regular.rs"]
pub mod regular;

#[allow(dead_code, unused_imports)]
#[path = "../../src/workbook/mod.rs"]
pub mod workbook;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, 1 << 30);

/// Panics of the reader library are caught, and so is an allocation beyond the limit, which the program bears by
/// reading such files in a process of their own; any other end of the process is a finding.
pub fn contain() {
    std::panic::set_hook(Box::new(|_| {}));
    std::alloc::set_alloc_error_hook(|_| panic!("out of memory"));
}
