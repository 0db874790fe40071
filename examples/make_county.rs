//! Makes a synthetic county: the exports of its departments with all their mess, and what a screening must find.
//!
//! `cargo run --release --example make_county -- --people 2000 --out examples/county`

#[path = "make_county/mod.rs"]
mod county;
#[path = "make_county/excel97.rs"]
mod excel97;

use std::path::PathBuf;

use clap::Parser;

/// Makes a synthetic county; nobody in it exists.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many people the register holds, at the least
    #[arg(long, default_value_t = 2000)]
    people: usize,

    /// Another seed gives another county
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// The months to make tables for
    #[arg(long, value_delimiter = ',', default_value = "2026-10,2026-11")]
    periods: Vec<String>,

    /// The county's folder
    #[arg(long)]
    out: PathBuf,

    /// Plants more: second records that do not count, a look-alike for every exclusion, people registered twice, …
    #[arg(long)]
    full: bool,

    /// LibreOffice, to save some departments' books in the Excel 97 format
    #[arg(long)]
    soffice: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let Arguments { people, seed, periods, out, full, soffice } = Arguments::parse();
    let breadth = if full { county::Breadth::Full } else { county::Breadth::Usual };
    let truths = county::make_county(&county::Plan { people, seed, periods, out: out.clone(), breadth })?;
    for (period, truth) in &truths {
        let clues: usize = truth.clues.values().map(|subjects| subjects.len()).sum();
        println!("{period}: {} people, {} households, {clues} clues to be found", truth.people, truth.households);
    }
    match soffice {
        Some(soffice) => excel97::convert(&soffice, &out, truths),
        None => Ok(()),
    }
}
