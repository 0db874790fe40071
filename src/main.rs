//! The `bidui` program.

use std::alloc::{GlobalAlloc, Layout};
use std::io::Write;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use cap::Cap;
use mimalloc::MiMalloc;

/// Memory with a limit that a process which reads risky files sets for itself.
///
/// The systems' allocators give every large column back to the kernel and fetch it anew, which costs a third of the
/// time of a large county.
#[global_allocator]
static MEMORY: Memory = Memory(Cap::new(MiMalloc, usize::MAX));

/// Memory that ends the program with a sentence when there is no more.
///
/// Left to itself, Rust aborts with a line in English; Windows then reports a crash, with what stood in memory.
struct Memory(Cap<MiMalloc>);

// SAFETY: every request is handed on as it came, and so is every answer but null.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the promises.
        granted(unsafe { self.0.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the promises.
        granted(unsafe { self.0.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller keeps the promises.
        granted(unsafe { self.0.realloc(block, layout, size) })
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the promises.
        unsafe { self.0.dealloc(block, layout) };
    }
}

fn granted(block: *mut u8) -> *mut u8 {
    if block.is_null() { exhausted() } else { block }
}

/// Says it without asking for memory. What the command had begun is not in its place, and goes with the next one.
#[cold]
fn exhausted() -> ! {
    static SAID: AtomicBool = AtomicBool::new(false);
    if SAID.swap(true, Ordering::Relaxed) {
        // Another thread says it, or ending wants memory as well.
        std::thread::sleep(Duration::from_secs(5));
        std::process::abort();
    }
    let mut out = std::io::stderr();
    for part in ["错误：", bidui::system_error::OUT_OF_MEMORY, "\n"] {
        // There is nowhere left to report a failure to say so.
        let _ = out.write_all(part.as_bytes());
    }
    std::process::exit(1)
}

/// As much as other systems give at most: Windows gives a program's first thread one megabyte, too little for the trees
/// of long conditions.
const STACK: usize = 16 << 20;

/// What a program ends with that panicked.
const PANICKED: u8 = 101;

fn main() -> ExitCode {
    let program = || bidui::cli::main(|bytes| MEMORY.0.set_limit(bytes).is_ok());
    match std::thread::Builder::new().stack_size(STACK).spawn(program).map(JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) | Err(_) => ExitCode::from(PANICKED),
    }
}
