//! A disk that is full, after however many bytes: the command says so, what was there stays, and with room again the next
//! run gives what it would have given.
//!
//! The disk is a small file system in memory, which only an administrator may mount; elsewhere these tests say so and pass.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::failure::files_under;
use crate::ordeal::{self, Ordeal};

/// A small disk.
struct Disk {
    place: TempDir,
}

impl Disk {
    /// A disk of so many kilobytes; none where none may be mounted.
    fn of(kilobytes: u64) -> Option<Self> {
        let place = tempfile::tempdir().expect("a folder");
        let mounted = mount(&["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"], place.path());
        mounted.then_some(Self { place })
    }

    fn grow(&self, kilobytes: u64) {
        assert!(mount(&["-o", &format!("remount,size={kilobytes}k")], self.place.path()), "it grows");
    }

    fn path(&self) -> PathBuf {
        self.place.path().to_owned()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // What stays mounted keeps its folder; nothing else can be done about it here.
        let _ = Command::new("umount").arg("-l").arg(self.place.path()).status();
    }
}

fn mount(arguments: &[&str], place: &Path) -> bool {
    let run = Command::new("mount").args(arguments).arg(place).stderr(Stdio::null()).status();
    run.is_ok_and(|ended| ended.success())
}

/// How many kilobytes a county's files take in such a file system, which gives whole pages.
fn size(ordeal: &Ordeal) -> u64 {
    let files = files_under(&ordeal.county.path(""));
    let pages = |file: &PathBuf| std::fs::metadata(file).expect("a file").len().div_ceil(4096) + 1;
    files.iter().map(pages).sum::<u64>() * 4
}

/// Runs a command with so many kilobytes to spare; false where no disk can be mounted, none once it has room enough.
fn starve(ordeal: &Ordeal, spare: u64) -> Option<bool> {
    let Some(disk) = Disk::of(size(ordeal) + spare) else {
        eprintln!("SKIPPED: no file system can be mounted here, so no disk was full (run as root)");
        return Some(false);
    };
    let what = format!("{} with {spare} KB to spare", ordeal.name);
    let county = ordeal.copy_to(&disk.path());
    let before = ordeal::traces(&county);
    let outcome = county.run(ordeal.arguments);
    let is_done = outcome.code == 0;
    if !is_done {
        assert_eq!(outcome.code, 1, "{what}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("磁盘"), "{what}: {}", outcome.stderr);
        let after = ordeal::traces(&county);
        assert!(before == after, "{what}: {}", ordeal::differences(&after, &before));
    }
    disk.grow(1 << 20);
    ordeal.recovers(&county, &ordeal.expected(), &what);
    (!is_done).then_some(true)
}

#[test]
#[ignore = "takes minutes"]
fn a_screening() {
    let ordeal = ordeal::again();
    for spare in [0, 60, 400] {
        starve(&ordeal, spare);
    }
}

#[test]
#[ignore = "not proved yet: where a ruling is that was typed before"]
fn returned_lists() {
    starve(&ordeal::returned(), 20);
}

#[test]
#[ignore = "takes half an hour, and an administrator"]
fn every_size() {
    for ordeal in [ordeal::first(), ordeal::again(), ordeal::report(), ordeal::returned()] {
        let mut tried = 0;
        for spare in (0..).step_by(12) {
            match starve(&ordeal, spare) {
                Some(true) => tried += 1,
                Some(false) => return,
                None => break,
            }
        }
        println!("{}: {tried} disks were full", ordeal.name);
    }
}
