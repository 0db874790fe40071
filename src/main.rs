//! The `bidui` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    bidui::cli::main()
}
