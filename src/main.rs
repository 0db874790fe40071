//! The `bidui` program.

use std::process::ExitCode;
use std::thread::JoinHandle;

use cap::Cap;
use mimalloc::MiMalloc;

/// Memory with a limit that a process which reads risky files sets for itself.
///
/// The systems' allocators give every large column back to the kernel and fetch it anew, which costs a third of the
/// time of a large county.
#[global_allocator]
static MEMORY: Cap<MiMalloc> = Cap::new(MiMalloc, usize::MAX);

/// As much as other systems give at most: Windows gives a program's first thread one megabyte, too little for the trees
/// of long conditions.
const STACK: usize = 16 << 20;

/// What a program ends with that panicked.
const PANICKED: u8 = 101;

fn main() -> ExitCode {
    let program = || bidui::cli::main(|bytes| MEMORY.set_limit(bytes).is_ok());
    match std::thread::Builder::new().stack_size(STACK).spawn(program).map(JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) | Err(_) => ExitCode::from(PANICKED),
    }
}
