//! Files outside godrill: refused by their length when they are too large, made under a name of
//! their own and never through a link, no more open to others than what they copy or replace, and
//! removed by the next run if the one that made them was killed.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Reads a file whole unless it is larger than `limit`, which its length shows before anything is
/// read. Anything but a file is refused before it is opened: a pipe would block, a device may have
/// no end.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is not a file"));
    }
    let file = File::open(path)?;
    if file.metadata()?.len() > limit {
        return Err(too_large(limit));
    }
    read_to_limit(file, limit)
}

/// Like [`read`], but as text.
pub fn read_text(path: &Path, limit: u64) -> io::Result<String> {
    let not_text = |_| io::Error::new(ErrorKind::InvalidData, "it is not text in UTF-8");
    String::from_utf8(read(path, limit)?).map_err(not_text)
}

/// Reads to the end, or to one byte past the limit: not everything has a length, and a file may grow.
pub fn read_to_limit(source: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(limit));
    }
    Ok(bytes)
}

/// Reads standard input to its end; if it is a file, its length is checked first.
pub fn read_input(limit: u64) -> io::Result<Vec<u8>> {
    let input = io::stdin();
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        let meta = File::from(input.as_fd().try_clone_to_owned()?).metadata()?;
        if meta.is_file() && meta.len() > limit {
            return Err(too_large(limit));
        }
    }
    read_to_limit(input.lock(), limit)
}

fn too_large(limit: u64) -> io::Error {
    io::Error::new(ErrorKind::FileTooLarge, format!("it is larger than {} MiB", limit >> 20))
}

/// The file that a path leads to, even by a link to one that is not there yet.
pub fn behind_links(path: &Path) -> PathBuf {
    /// Links that lead in a circle have to end somewhere; the system follows no more either.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(to) = fs::read_link(&path) else { break };
        path = path.parent().map_or(to.clone(), |folder| folder.join(to));
    }
    path
}

/// The suffixes of a temporary file and of what SQLite keeps beside it.
const BESIDE: [&str; 4] = ["", "-journal", "-wal", "-shm"];

/// A file that does not have its name yet: it is made beside that name, under one that was free,
/// and renamed when it is whole. Removed if that never happens.
#[derive(Debug)]
pub struct Temporary {
    path: PathBuf,
    /// Locked while it is being made; one that a killed process left is not.
    file: File,
}

impl Temporary {
    /// Begins a file that will be `to`, as open to others as `like` is: what it copies or replaces.
    /// Removes what killed runs left in that folder.
    pub fn new(to: &Path, like: Option<&Metadata>) -> io::Result<Temporary> {
        let folder = folder_of(to);
        sweep(folder);
        let mut options = File::options();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        if like.is_some() {
            // Narrow first: until it is as open as it may be, it is not open to anyone.
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let mut number = 0;
        loop {
            let name = format!("{BEGIN}{}-{number}{END}", std::process::id());
            let path = folder.join(name);
            number += 1;
            match options.open(&path) {
                Ok(file) => {
                    // Without locks it still works, but no other run cleans up after it.
                    #[cfg(unix)]
                    let _ = file.lock();
                    // Otherwise another process took it for a leftover before it was locked.
                    if path.exists() {
                        let temporary = Temporary { path, file };
                        if let Some(like) = like {
                            be_like(&temporary.file, like);
                        }
                        return Ok(temporary);
                    }
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists && number < MOST_NAMES => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The name that it has until it gets its own.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file, for writing.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Gives it the first of these names that is free, and returns that.
    pub fn publish(self, names: impl IntoIterator<Item = PathBuf>) -> io::Result<PathBuf> {
        for name in names {
            match fs::hard_link(&self.path, &name) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                // A file system without links.
                Err(_) if name.symlink_metadata().is_ok() => continue,
                Err(_) => fs::rename(&self.path, &name)?,
            }
            sync_folder(&name);
            return Ok(name);
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// Gives it its name, in place of whatever had it.
    pub fn replace(self, to: &Path) -> io::Result<()> {
        fs::rename(&self.path, to)?;
        sync_folder(to);
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        remove(&self.path);
        let _ = self.file.unlock();
    }
}

/// How many names of our temporary files and folders may be taken before that is an error.
const MOST_NAMES: u32 = 10_000;
/// A temporary file is named `.godrill-PROCESS-NUMBER.tmp`, and nothing else is.
const BEGIN: &str = ".godrill-";
const END: &str = ".tmp";

/// Whether a name is one of a temporary file, or of what SQLite has beside it.
fn is_temporary(name: &str) -> bool {
    let Some(rest) = name.strip_prefix(BEGIN) else { return false };
    let ended = BESIDE.iter().find_map(|beside| rest.strip_suffix(&format!("{END}{beside}")));
    ended.is_some_and(is_numbers)
}

/// Whether this is `NUMBER-NUMBER`.
fn is_numbers(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-').is_some_and(|(process, number)| is_number(process) && is_number(number))
}

/// Removes the temporary files in a folder that no process is working on. This process must have
/// none under way there. Best effort: what cannot be removed does no harm.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| is_temporary(name)) else { continue };
        let end = name.rfind(END).map_or(name.len(), |at| at + END.len());
        let temporary = folder.join(&name[..end]);
        match temporary.symlink_metadata() {
            Ok(meta) if meta.is_file() => {
                if let Some(_held) = left(&temporary) {
                    remove(&temporary);
                }
            }
            // What SQLite kept beside one that is gone.
            Err(_) => {
                let _ = fs::remove_file(entry.path());
            }
            Ok(_) => {}
        }
    }
}

/// A file or folder whose lock no process holds, with that lock: who made it a moment ago must not
/// get it before it is removed, or would go on with what is gone.
#[cfg(unix)]
fn left(path: &Path) -> Option<File> {
    File::open(path).ok().filter(|file| file.try_lock().is_ok())
}

/// Other systems do not let a file be removed that a process has open.
#[cfg(not(unix))]
fn left(_: &Path) -> Option<()> {
    Some(())
}

/// Removes a temporary file with what SQLite put beside it.
fn remove(temporary: &Path) {
    for suffix in BESIDE {
        let mut name = temporary.as_os_str().to_owned();
        name.push(suffix);
        let _ = fs::remove_file(name);
    }
}

/// Gives a file of ours the owner and the mode of another one; where the owner or the group cannot
/// be the same, no one may do more than before.
#[cfg(unix)]
fn be_like(file: &File, like: &Metadata) {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let Ok(ours) = file.metadata() else { return };
    let mut mode = like.mode() & 0o777;
    if ours.uid() != like.uid() {
        let _ = fchown(file, Some(like.uid()), None);
    }
    if ours.gid() != like.gid() && fchown(file, None, Some(like.gid())).is_err() {
        // Another group gets no more rights than everybody.
        mode = (mode & 0o707) | (((mode & 0o007) << 3) & mode);
    }
    let _ = file.set_permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn be_like(_: &File, _: &Metadata) {}

/// The folder that a file is in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder.as_os_str() != OsStr::new("") => folder,
        _ => Path::new("."),
    }
}

/// Locks a folder against other processes that lock it, as long as the returned file lives. `None`
/// while another one holds it; an error where folders cannot be locked.
pub fn hold_folder(folder: &Path) -> io::Result<Option<File>> {
    let folder = File::open(folder)?;
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Makes a new name durable too. Best effort: some systems cannot sync a folder.
fn sync_folder(path: &Path) {
    let _ = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
}

/// Makes a new folder that no one else may look into: `godrill-PROCESS-NAME-NUMBER`.
pub fn private_folder(base: &Path, name: &str) -> io::Result<PathBuf> {
    let process = std::process::id();
    make_folder(|number| base.join(format!("godrill-{process}-{name}-{number}")))
}

fn make_folder(name: impl Fn(u32) -> PathBuf) -> io::Result<PathBuf> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let mut number = 0;
    loop {
        let folder = name(number);
        number += 1;
        match builder.create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < MOST_NAMES => {}
            Err(error) => return Err(error),
        }
    }
}

/// A folder for files that no one needs when the work is done; removed then or, after a kill, by
/// the next one of its kind.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    /// Locked, as a [`Temporary`] is.
    _lock: Option<File>,
}

impl Scratch {
    /// Makes one in `base`, for work of this kind.
    pub fn new(base: &Path, kind: &str) -> io::Result<Scratch> {
        let begin = format!("godrill-{kind}-");
        let process = std::process::id();
        let scratch = loop {
            let path = make_folder(|number| base.join(format!("{begin}{process}-{number}")))?;
            let lock = File::open(&path).ok();
            if let Some(lock) = &lock {
                let _ = lock.lock();
            }
            // Otherwise another process took it for a leftover before it was locked.
            if path.exists() {
                break Scratch { path, _lock: lock };
            }
        };
        #[cfg(unix)]
        scratch.sweep(base, &begin);
        Ok(scratch)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes folders of the same user and kind that no process holds.
    #[cfg(unix)]
    fn sweep(&self, base: &Path, begin: &str) {
        use std::os::unix::fs::MetadataExt;
        let owner = |path: &Path| {
            path.symlink_metadata().ok().filter(Metadata::is_dir).map(|meta| meta.uid())
        };
        let ours = owner(&self.path);
        for entry in fs::read_dir(base).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let numbers = name.to_str().and_then(|name| name.strip_prefix(begin));
            let path = entry.path();
            if numbers.is_some_and(is_numbers)
                && path != self.path
                && ours.is_some()
                && owner(&path) == ours
                && let Some(_held) = left(&path)
            {
                remove_folder(&path);
            }
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        remove_folder(&self.path);
    }
}

/// Removes a folder with everything in it, even folders that were closed to us. Best effort.
pub fn remove_folder(path: &Path) {
    if fs::remove_dir_all(path).is_ok() {
        return;
    }
    #[cfg(unix)]
    {
        open_folders(path);
        let _ = fs::remove_dir_all(path);
    }
}

/// Gives us access to a folder and all folders in it.
#[cfg(unix)]
fn open_folders(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if folder.symlink_metadata().is_ok_and(|meta| meta.is_dir()) {
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            open_folders(&entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_is_left_cannot_be_taken_while_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        let maker = File::create(&path).unwrap();
        let held = left(&path).unwrap();
        assert!(maker.try_lock().is_err());
        drop(held);
        maker.lock().unwrap();
        assert!(left(&path).is_none());
    }

    #[test]
    fn only_names_of_ours_are_temporary() {
        const CASES: &[(&str, bool)] = &[
            (".godrill-1-0.tmp", true),
            (".godrill-4194304-12.tmp", true),
            (".godrill-1-0.tmp-journal", true),
            (".godrill-1-0.tmp-wal", true),
            (".godrill-1-0.tmp-shm", true),
            ("godrill-1-0.tmp", false),
            (".godrill-1.tmp", false),
            (".godrill--0.tmp", false),
            (".godrill-1-x.tmp", false),
            (".godrill-1-0.tmp.bak", false),
            (".godrill-1-0.tmp-other", false),
            ("film.part", false),
            ("e.json.1234.tmp", false),
        ];
        for (name, expected) in CASES {
            assert_eq!(is_temporary(name), *expected, "{name}");
        }
    }

    #[test]
    fn a_temporary_file_is_made_anew_and_gets_a_name_that_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let temporary = Temporary::new(&path("a"), None).unwrap();
        let other = Temporary::new(&path("a"), None).unwrap();
        assert_ne!(temporary.path(), other.path());
        fs::write(path("a"), "taken").unwrap();
        let given = temporary.publish([path("a"), path("b")]).unwrap();
        assert_eq!(given, path("b"));
        let error = other.publish([path("a"), path("b")]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        let mut left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["a", "b"]);
    }

    #[test]
    fn what_is_too_large_is_told_from_its_length() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        // Longer than any memory, and yet no block of it is on the disk.
        File::create(&path).unwrap().set_len(1 << 42).unwrap();
        let error = read(&path, 1 << 20).unwrap_err();
        assert_eq!(error.to_string(), "it is larger than 1 MiB");
        assert_eq!(read_to_limit(&b"abc"[..], 3).unwrap(), b"abc");
        assert!(read_to_limit(&b"abcd"[..], 3).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn what_was_left_goes_and_what_is_at_work_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in [".godrill-1-0.tmp", ".godrill-1-0.tmp-wal", ".godrill-2-0.tmp-journal"] {
            fs::write(path(name), "left").unwrap();
        }
        fs::write(path("victim"), "precious").unwrap();
        std::os::unix::fs::symlink("victim", path(".godrill-3-0.tmp")).unwrap();
        fs::write(path(".godrill-4-0.tmp"), "at work").unwrap();
        let held = File::open(path(".godrill-4-0.tmp")).unwrap();
        held.lock().unwrap();
        sweep(folder.path());
        let there = |name: &str| path(name).symlink_metadata().is_ok();
        let names = [
            ".godrill-1-0.tmp",
            ".godrill-1-0.tmp-wal",
            ".godrill-2-0.tmp-journal",
            ".godrill-3-0.tmp",
            ".godrill-4-0.tmp",
            "victim",
        ];
        assert_eq!(names.map(there), [false, false, false, true, true, true]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_leads_to_what_is_not_there_yet() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, path(name)).unwrap();
        link("b", "a");
        link("nowhere", "b");
        link("x", "y");
        link("y", "x");
        assert_eq!(behind_links(&path("a")), path("nowhere"));
        assert_eq!(behind_links(&path("c")), path("c"));
        assert!(fs::read_link(behind_links(&path("x"))).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_scratch_folder_takes_the_ones_of_killed_runs_along() {
        use std::os::unix::fs::PermissionsExt;
        let base = tempfile::tempdir().unwrap();
        let path = |name: &str| base.path().join(name);
        for name in ["godrill-go-1-0/closed", "godrill-1-go-0", "godrill-go-x-0"] {
            fs::create_dir_all(path(name)).unwrap();
        }
        fs::set_permissions(path("godrill-go-1-0/closed"), fs::Permissions::from_mode(0o0))
            .unwrap();
        let first = Scratch::new(base.path(), "go").unwrap();
        let second = Scratch::new(base.path(), "go").unwrap();
        assert!(first.path().is_dir() && second.path().is_dir());
        let mode = first.path().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        drop((first, second));
        let mut left: Vec<_> =
            fs::read_dir(base.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["godrill-1-go-0", "godrill-go-x-0"]);
    }
}
