//! The `bidui` program.

use std::alloc::System;
use std::process::ExitCode;

use cap::Cap;

/// Memory with a limit that a process which reads risky files sets for itself.
#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

fn main() -> ExitCode {
    bidui::cli::main(|bytes| MEMORY.set_limit(bytes).is_ok())
}
