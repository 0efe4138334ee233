//! Before the build: computes what tells these built-in decks from others, so that no start has to
//! read them. As a build script it also makes Cargo notice a new file, which `include_dir` alone
//! does not.

use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=decks");
    println!("cargo:rerun-if-changed=src/builtin/build.rs");
    let mut paths = Vec::new();
    walk(Path::new("decks"), &mut paths)?;
    // Words are read from the program, never loaded into a database.
    paths.retain(|path| !path.starts_with("decks/words"));
    paths.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for path in paths {
        hash = fnv(hash, path.to_string_lossy().as_bytes());
        hash = fnv(hash, &fs::read(&path)?);
    }
    println!("cargo:rustc-env=GODRILL_DECKS={hash:016x}");
    Ok(())
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { walk(&path, found)? } else { found.push(path) }
    }
    Ok(())
}

/// FNV-1a of the length and the bytes.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    let length = (bytes.len() as u64).to_le_bytes();
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    length.iter().chain(bytes).fold(hash, step)
}
