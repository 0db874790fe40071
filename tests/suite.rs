//! All integration tests, in one binary so that the tables library is linked once.

mod case;
mod layering;
mod rules;
mod screen;
