//! Every console block of the README is run, in one home from top to bottom, and must print what
//! the README says. `GODRILL_BLESS=1 cargo test readme` writes what it prints into the README.

use std::process::Command;

use crate::home::{Home, NOW, repository};

/// Runs a line as a reader's shell would.
fn shell(home: &Home, line: &str) -> String {
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_godrill"));
    let folder = binary.parent().unwrap().to_str().unwrap();
    let output = Command::new("sh")
        .args(["-c", &format!("{line} 2>&1")])
        .current_dir(home.path(""))
        .env_clear()
        .env("PATH", format!("{folder}:/usr/bin:/bin"))
        .env("HOME", home.path(""))
        .env("TZ", "UTC")
        .env("LANG", "C.UTF-8")
        .env("GODRILL_NOW", NOW)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_console_block_prints_what_the_readme_says() {
    let path = repository().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let home = Home::new();
    let mut written = String::new();
    let mut lines = readme.lines().peekable();
    let mut runs = 0;
    while let Some(line) = lines.next() {
        written += line;
        written.push('\n');
        if line != "```console" {
            continue;
        }
        while let Some(line) = lines.next_if(|line| *line != "```") {
            // What stands before the next command is what the last one printed.
            let Some(command) = line.strip_prefix("$ ") else { continue };
            written += &format!("$ {command}\n{}", shell(&home, command));
            runs += 1;
        }
    }
    assert!(runs >= 5, "the README shows how it is used");
    if std::env::var_os("GODRILL_BLESS").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    for (number, (is, should)) in (1..).zip(readme.lines().zip(written.lines())) {
        assert_eq!(is, should, "README.md:{number} (left) is not what the program prints (right)");
    }
    assert_eq!(readme.lines().count(), written.lines().count());
}
