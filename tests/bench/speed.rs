//! How fast godrill is compared with the least that its work could cost: `cargo bench --bench
//! speed`, or with `-- --quick` on small databases. Prints a Markdown table. `-- make SIZE FILE`
//! only makes a database, to look at by hand.
//!
//! Every number is the median of many runs of a fresh process, taken in turns with its floor (see
//! `floor.rs`), so that both see the same noise; the ratio is that of the medians. The databases
//! are in the target folder, because a temporary folder is often memory, where a durable commit
//! costs nothing. The operating system has the files in its cache, as after yesterday's quiz.

mod deck;
mod floor;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use godrill::inside::db::Store;
use godrill::inside::model::change::Change;
use godrill::inside::model::review::{Rating, Review, ReviewOrigin};
use godrill::inside::model::schedule::Scheduler;
use godrill::inside::model::settings::Settings;
use rusqlite::Connection;

use deck::{Chance, NOW, NOW_MS, QUERY, TODAY};

fn main() {
    // Cargo adds `--bench`.
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if floor::run(&args) {
        return;
    }
    if let [make, size, path] = &args[..]
        && make == "make"
    {
        return deck::build(Path::new(path), size.parse().expect("a number of cards"));
    }
    let quick = args.iter().any(|arg| arg == "--quick");
    let sizes: &[usize] = if quick { &[100, 1_000] } else { &[1_000, 10_000, 100_000] };
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let runs = if quick { 20 } else { 300 };
    let columns: Vec<Column> =
        sizes.iter().map(|size| Bench::new(folder.path(), *size, runs).column()).collect();
    print(&columns).expect("somewhere to print");
}

/// What is measured of one size.
struct Column {
    size: usize,
    cells: Vec<(&'static str, String)>,
}

fn print(columns: &[Column]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write!(out, "| |")?;
    for column in columns {
        write!(out, " {} cards |", thousands(column.size))?;
    }
    writeln!(out, "\n|---|{}", "---:|".repeat(columns.len()))?;
    for (row, (name, _)) in columns[0].cells.iter().enumerate() {
        write!(out, "| {name} |")?;
        for column in columns {
            write!(out, " {} |", column.cells[row].1)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "\nMeasured on {}.", machine())
}

/// `100 000`
fn thousands(n: usize) -> String {
    if n < 1_000 { n.to_string() } else { format!("{} {:03}", n / 1_000, n % 1_000) }
}

/// Processor and number of cores.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|l| l.strip_prefix("model name")).unwrap_or("");
    let model = model.trim_start_matches([' ', '\t', ':']);
    format!("{cores} cores of {} ({})", model.trim(), std::env::consts::OS)
}

/// The times of something and of the floor under it.
#[derive(Default)]
struct Times {
    real: Vec<Duration>,
    floor: Vec<Duration>,
}

impl Times {
    /// Takes both in turns.
    fn take(
        runs: usize,
        mut real: impl FnMut() -> Duration,
        mut floor: impl FnMut() -> Duration,
    ) -> Times {
        let mut times = Times::default();
        for _ in 0..runs {
            times.real.push(real());
            times.floor.push(floor());
        }
        times
    }

    fn medians(mut self) -> (f64, f64) {
        let median = |times: &mut Vec<Duration>| {
            times.sort();
            times[times.len() / 2].as_secs_f64()
        };
        (median(&mut self.real), median(&mut self.floor))
    }

    /// `2.1 ms (1.3×)`
    fn cell(self) -> String {
        let (real, floor) = self.medians();
        format!("{:.2} ms ({:.2}×)", real * 1e3, real / floor)
    }

    /// `12.3 µs (1.3×)`, the share of one of `cards`.
    fn cell_per_card(self, cards: usize) -> String {
        let (real, floor) = self.medians();
        format!("{:.0} µs, {:.1} s in all ({:.2}×)", real * 1e6 / cards as f64, real, real / floor)
    }
}

/// One size.
struct Bench {
    folder: PathBuf,
    size: usize,
    /// Cards in all, with new and built-in ones.
    cards: usize,
    runs: usize,
}

impl Bench {
    fn new(folder: &Path, size: usize, runs: usize) -> Bench {
        let folder = folder.join(size.to_string());
        fs::create_dir(&folder).expect("a folder");
        let mut bench = Bench { folder, size, cards: 0, runs };
        let began = Instant::now();
        deck::build(&bench.db(), size);
        let store = Store::open(&bench.db()).expect("the database");
        bench.cards = store.card_ids().expect("its cards").len();
        note(&format!("{size} cards made in {:.1} s", began.elapsed().as_secs_f64()));
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn db(&self) -> PathBuf {
        self.path("godrill.db")
    }

    fn column(&self) -> Column {
        let (question, peak_quiz) = self.question();
        let mut cells = vec![
            ("first start", self.first_start().cell()),
            ("`godrill status`", self.listing("status", self.runs).cell()),
            ("`godrill decks`", self.listing("decks", self.runs.min(50)).cell()),
            ("`godrill stats`", self.listing("stats", self.runs.min(20)).cell()),
            ("first question of `godrill`", question.cell()),
            ("one rating made durable", self.rating().cell()),
            ("`godrill search`, best 20", self.search().cell()),
        ];
        let (export, peak_export) = self.export("all.json");
        let (import, peak_import) = self.import("all.json");
        cells.push(("JSON export, per card", export.cell_per_card(self.cards)));
        cells.push(("JSON import, per card", import.cell_per_card(self.cards)));
        // The floors are those of JSON: the same rows read and written.
        let (pack, peak_pack) = self.export("all.apkg");
        let (unpack, peak_unpack) = self.import("all.apkg");
        cells.push(("Anki export, per card", pack.cell_per_card(self.cards)));
        cells.push(("Anki import, per card", unpack.cell_per_card(self.cards)));
        let peaks = |peaks: &[Option<u64>]| {
            let mb = |peak: &Option<u64>| peak.map_or("?".into(), |kb| (kb / 1024).to_string());
            format!("{} MiB", peaks.iter().map(mb).collect::<Vec<_>>().join(", "))
        };
        let json = [peak_quiz, peak_export, peak_import];
        cells.push(("peak memory: quiz, JSON export, import", peaks(&json)));
        cells.push(("peak memory: Anki export, import", peaks(&[peak_pack, peak_unpack])));
        note(&format!("{} cards measured", self.size));
        Column { size: self.size, cells }
    }

    /// The start that makes the database, beside SQLite's own copy of the rows it makes.
    fn first_start(&self) -> Times {
        let (new, bare, made) = (self.path("first.db"), self.path("copy.db"), self.path("made.db"));
        whole(&mut godrill(&made, &["status"]));
        Times::take(
            self.runs.min(20),
            || {
                remove(&new);
                whole(&mut godrill(&new, &["status"])).0
            },
            || {
                remove(&bare);
                whole(&mut floor(&["import"], &[&bare, &made])).0
            },
        )
    }

    /// A command without arguments, beside the floor of its name.
    fn listing(&self, command: &str, runs: usize) -> Times {
        let db = self.db();
        Times::take(
            runs,
            || whole(&mut godrill(&db, &[command])).0,
            || whole(&mut floor(&[command], &[&db])).0,
        )
    }

    fn question(&self) -> (Times, Option<u64>) {
        let db = self.db();
        let mut peak = None;
        let times = Times::take(
            self.runs,
            || {
                let (time, used) = first_output(&mut godrill(&db, &["quiz", "--plain"]));
                peak = peak.max(used);
                time
            },
            || first_output(&mut floor(&["question"], &[&db])).0,
        );
        (times, peak)
    }

    /// Ratings of cards here and there, through the door that the quiz uses, beside one row
    /// committed as durably to a database of its own on the same disk.
    fn rating(&self) -> Times {
        let mut store = Store::open(&self.db()).expect("the database");
        let scheduler = Scheduler::new(&Settings::default());
        let bare = Connection::open(self.path("bare.db")).expect("a database");
        bare.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE log (at INTEGER, rating INTEGER);",
        )
        .expect("a table");
        let mut chance = Chance(0);
        let mut at = NOW_MS;
        let rate = || {
            let id = deck::id(chance.below(self.size));
            let before = store.card(&id).expect("a card").expect("a card").schedule;
            at += 1_000;
            let rating = Rating::ALL[chance.below(4)];
            let after = scheduler.answer(&id, &before, rating, at, TODAY);
            let review = Review {
                at,
                day: TODAY,
                rating,
                ms: 1_000,
                kind: before.review_kind(),
                origin: ReviewOrigin::Quiz,
            };
            let label = format!("{id}: {rating}");
            let change = Change::Answer { id, review, before, after };
            let began = Instant::now();
            store.apply(&label, at, &[change]).expect("it is written");
            began.elapsed()
        };
        let commit = || {
            let began = Instant::now();
            bare.prepare_cached("INSERT INTO log VALUES (?1, ?2)")
                .and_then(|mut insert| insert.execute([NOW_MS, 3]))
                .expect("it is written");
            began.elapsed()
        };
        Times::take(self.runs, rate, commit)
    }

    fn search(&self) -> Times {
        let db = self.db();
        Times::take(
            self.runs.min(50),
            || whole(&mut godrill(&db, &["search", QUERY])).0,
            || whole(&mut floor(&["search"], &[&db])).0,
        )
    }

    fn export(&self, name: &str) -> (Times, Option<u64>) {
        let (db, file, tsv) = (self.db(), self.path(name), self.path("all.tsv"));
        let mut peak = None;
        let args = ["export", "-o", file.to_str().expect("a path of text")];
        let times = Times::take(
            3,
            || {
                let (time, used) = whole(&mut godrill(&db, &args));
                peak = peak.max(used);
                time
            },
            || whole(&mut floor(&["export"], &[&db, &tsv])).0,
        );
        (times, peak)
    }

    fn import(&self, name: &str) -> (Times, Option<u64>) {
        let (db, new, bare) = (self.db(), self.path("new.db"), self.path("copy.db"));
        let file = self.path(name);
        let mut peak = None;
        let args = ["import", file.to_str().expect("a path of text")];
        let times = Times::take(
            3,
            || {
                remove(&new);
                // The built-in decks are loaded at the first start, which is not the import.
                whole(&mut godrill(&new, &["status"]));
                let (time, used) = whole(&mut godrill(&new, &args));
                peak = peak.max(used);
                time
            },
            || {
                remove(&bare);
                whole(&mut floor(&["import"], &[&bare, &db])).0
            },
        );
        (times, peak)
    }
}

fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

fn remove(db: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut path = db.as_os_str().to_owned();
        path.push(suffix);
        let _ = fs::remove_file(path);
    }
}

fn godrill(db: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_godrill"));
    command.args(args).env_clear().envs([("TZ", "UTC"), ("LANG", "C.UTF-8"), ("GODRILL_NOW", NOW)]);
    command.env("GODRILL_DB", db);
    command
}

fn floor(what: &[&str], paths: &[&Path]) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("floor").args(what).args(paths).env_clear();
    command
}

/// Runs a program to its end. Gives its time and the most memory it had, in KiB.
fn whole(command: &mut Command) -> (Duration, Option<u64>) {
    let began = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().expect("the program starts");
    // A short run is simply waited for, a long one is watched: once it has ended, the kernel no
    // longer says how much memory it had.
    let mut peak = None;
    let status = if is_long(command) {
        loop {
            peak = peak.max(peak_memory(&child));
            if let Some(status) = child.try_wait().expect("the program ends") {
                break status;
            }
            std::thread::sleep(Duration::from_micros(500));
        }
    } else {
        child.wait().expect("the program ends")
    };
    let time = began.elapsed();
    assert!(status.success(), "{command:?} failed");
    (time, peak)
}

fn is_long(command: &Command) -> bool {
    command.get_args().any(|arg| arg == "import" || arg == "export")
}

/// The time until a program prints, and the most memory it had until then, in KiB.
fn first_output(command: &mut Command) -> (Duration, Option<u64>) {
    let began = Instant::now();
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut out = child.stdout.take().expect("its output");
    let mut text = vec![0; 1];
    out.read_exact(&mut text).expect("it prints");
    let time = began.elapsed();
    let peak = peak_memory(&child);
    drop(child.stdin.take());
    out.read_to_end(&mut text).expect("it ends");
    assert!(child.wait().expect("it ends").success(), "{command:?} failed");
    (time, peak)
}

/// The most memory a running program had, in KiB; `None` where /proc does not say.
fn peak_memory(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
