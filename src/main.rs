//! The `bidui` program.

use std::process::ExitCode;

use cap::Cap;
use mimalloc::MiMalloc;

/// Memory with a limit that a process which reads risky files sets for itself.
///
/// The systems' allocators give every large column back to the kernel and fetch it anew, which costs a third of the
/// time of a large county.
#[global_allocator]
static MEMORY: Cap<MiMalloc> = Cap::new(MiMalloc, usize::MAX);

fn main() -> ExitCode {
    bidui::cli::main(|bytes| MEMORY.set_limit(bytes).is_ok())
}
