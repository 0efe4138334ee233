//! Before the build: computes what tells these built-in decks from others, so that no start has to
//! read them. As a build script it also makes Cargo notice a new file, which `include_dir` alone
//! does not.

use std::path::{Path, PathBuf};
use std::{fs, io};

use fnv::fnv;

#[path = "../text/fnv.rs"]
mod fnv;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=decks");
    println!("cargo:rerun-if-changed=src/builtin/build.rs");
    println!("cargo:rerun-if-changed=src/text/fnv.rs");
    let mut paths = Vec::new();
    walk(Path::new("decks"), &mut paths)?;
    // Words are read from the program, never loaded into a database.
    paths.retain(|path| !path.starts_with("decks/words"));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        for part in [path.to_string_lossy().as_bytes(), &fs::read(&path)?] {
            // A length before each part, so that parts cannot run into each other.
            all.extend((part.len() as u64).to_le_bytes());
            all.extend(part);
        }
    }
    let hash = fnv(all);
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
