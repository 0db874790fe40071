//! All integration tests, in one binary so that the tables library is linked once.

mod layering;
mod rules;
