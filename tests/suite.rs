//! All integration tests, in one binary so that the tables library is linked once.

mod access;
mod archive;
mod backup;
mod binary;
mod blind;
mod bombs;
mod case;
mod cells;
mod collect;
mod collect_contradicted;
mod collect_strange;
mod commands;
mod composition;
#[path = "../examples/make_county/mod.rs"]
mod county;
mod coverage;
mod diagnostics;
mod documented;
mod encrypted;
mod entry;
mod exclusions;
mod explain;
mod expression;
mod failure;
mod filled;
#[cfg(unix)]
mod flipped;
#[cfg(target_os = "linux")]
mod full_disk;
mod hostile;
mod inspection;
mod kept;
mod key;
#[cfg(target_os = "linux")]
mod killed;
mod layering;
mod least;
mod ledger;
mod linkage;
mod locked;
mod lost;
mod matter;
mod mutated;
mod open_document;
#[cfg(unix)]
mod ordeal;
mod otherwise;
mod periods;
mod platform;
mod risk_profile;
mod reading;
mod recognition;
mod punctuation;
mod readme;
mod reference;
mod register;
mod retention;
mod rules;
mod screen;
mod season;
mod sentences;
mod status;
mod supply;
mod teach;
mod truth;
mod upgrade;
mod versions;
mod village;
mod visits;
mod whatif;
mod writing;
mod xlsx;
