//! `godrill check --go`, with a `go` that is a shell script and with the real one.

use std::path::Path;
use std::process::Command;

use godrill::inside::builtin;

use crate::home::{Home, Run, repository};

/// A run in which the real Go finds its cache.
fn with_go(run: Run) -> Run {
    let path = std::env::var_os("PATH").expect("a PATH");
    let cache = Command::new("go").args(["env", "GOCACHE"]).output().expect("the go command runs");
    let cache = String::from_utf8(cache.stdout).expect("a path");
    let pages = std::env::var_os("MANPATH").unwrap_or_default();
    run.env("PATH", path).env("GOCACHE", cache.trim()).env("MANPATH", pages)
}

#[test]
#[ignore = "needs the go command: run with --include-ignored"]
fn every_program_and_source_of_the_built_in_decks_holds() {
    let home = Home::new();
    let root = repository();
    let files: Vec<String> = builtin::files()
        .into_iter()
        .map(|(path, _)| root.join(path).to_str().expect("a path").to_owned())
        .collect();
    let mut args = vec!["check", "--go"];
    args.extend(files.iter().map(String::as_str));
    let done = with_go(home.run(&args)).done();
    // Nothing failed, and nothing was skipped. A failure shows only what the command printed, for
    // the command itself names every file.
    let holds = done.code == Some(0) && done.stdout.ends_with(" checked, 0 failures\n");
    assert!(holds && done.stderr.is_empty(), "{}{}", done.stdout, done.stderr);
}

/// One fault of each sort, and cards that hold.
const FAULTS: &str = r#"---
deck: t
title: Test
lang: en
---

## Holds? {#t-holds}

So.

```go run
package main

import "fmt"

func main() { fmt.Println("yes") }
```

```output
yes
```

```go fail
package main

func main() { x }
```

```output
undefined: x
```

```go panic
package main

func main() { panic("oh") }
```

```output
panic: oh
```

```evidence
runtime/chan.go: type   hchan struct {
https://go.dev/ref/spec
```

## Prints else? {#t-prints}

So.

```go run
package main

func main() { println("to stderr") }
```

```output
to stdout
```

```evidence
runtime/chan.go: type nosuch struct
```

## Depends on the number of processors? {#t-processors}

So.

```go run
package main

import (
	"fmt"
	"runtime"
)

func main() { fmt.Println(runtime.GOMAXPROCS(0)) }
```

```output
1
```

```evidence
runtime/nosuch.go: x
```

## Compiles? {#t-compiles}

So.

```go run
package main

func main() { undefined() }
```

```output
```

```evidence
runtime/chan.go: type hchan struct {
```

## Should not compile? {#t-should-not}

So.

```go fail
package main

func main() {}
```

```output
undefined
```

```evidence
runtime/chan.go: type hchan struct {
```

## Ends otherwise? {#t-exit}

So.

```go run
package main

import "os"

func main() { os.Exit(3) }
```

```output
```

```evidence
runtime/chan.go: type hchan struct {
```

## Panics? {#t-panics}

So.

```go panic
package main

func main() {}
```

```output
panic
```

```evidence
runtime/chan.go: type hchan struct {
```

## Formatted? {#t-gofmt}

So.

```go run
package main

func main() {  }
```

```output
```

```evidence
runtime/chan.go: type hchan struct {
```
"#;

#[test]
#[ignore = "needs the go command: run with --include-ignored"]
fn what_does_not_hold_is_listed() {
    let home = Home::new();
    home.file("t.md", FAULTS);
    let done = with_go(home.godrill("check --go --yes t.md")).done();
    assert_eq!((done.code, done.stderr.as_str()), (Some(1), ""), "{}", done.stdout);
    let lines: Vec<&str> = done.stdout.lines().filter(|l| l.starts_with("t-")).collect();
    let expected = [
        "t-prints: the program prints \"\", the card says \"to stdout\\n\" (GOMAXPROCS=1)",
        "t-processors: the program prints \"4\\n\", the card says \"1\\n\" (GOMAXPROCS=4)",
        "t-compiles: the program does not compile: # card ./main.go:3:15: undefined: undefined",
        "t-should-not: the program compiles, but should not",
        "t-exit: the program ends with exit status: 3:  (GOMAXPROCS=1)",
        "t-panics: the program ends with exit status: 0, not with code 2 (GOMAXPROCS=1)",
        "t-gofmt: the program is not as gofmt prints it",
    ];
    assert_eq!(lines[..expected.len()], expected);
    let sources: Vec<&str> =
        lines[expected.len()..].iter().map(|line| line.split(" of go").next().unwrap()).collect();
    assert_eq!(
        sources,
        [
            "t-prints: `type nosuch struct` does not stand in runtime/chan.go",
            "t-processors: there is no file runtime/nosuch.go in the sources",
        ]
    );
}

/// A `go` for programs that are shell scripts: it compiles by copying, and fails on `undefined`.
#[cfg(unix)]
const FAKE: &str = r#"#!/bin/sh
case "$1" in
env)
	printf 'go1.99.1\n%s\n\n' "$(cd "$(dirname "$0")/.." && pwd)"
	;;
build)
	# Of what is in the environment of the learner nothing reaches it.
	if [ "$CGO_ENABLED$SECRET" != 0 ]; then
		echo 'not a clean environment' >&2
		exit 1
	fi
	if grep -q undefined main.go; then
		echo './main.go:1:1: undefined: x' >&2
		exit 1
	fi
	cp main.go "$4" && chmod +x "$4"
	;;
test)
	cp kata.go "$5" && chmod +x "$5"
	;;
esac
"#;

#[cfg(unix)]
pub(crate) fn executable(home: &Home, name: &str, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path = home.file(name, text);
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).expect("it may be run");
}

/// A home with the fake Go, and a run that finds it.
#[cfg(unix)]
pub(crate) fn with_fake(home: &Home, words: &str) -> Run {
    executable(home, "go/bin/go", FAKE);
    executable(home, "go/bin/gofmt", "#!/bin/sh\n");
    home.file("go/src/runtime/chan.go", "package runtime\n\ntype hchan struct {\n");
    home.file("tmp/keep", "");
    let bin = home.path("go/bin");
    home.godrill(words)
        .env("PATH", format!("{}:/usr/bin:/bin", bin.display()))
        .env("TMPDIR", home.path("tmp"))
        .env("SECRET", "x")
        // What would bend a program of the learner's own.
        .env("GOFLAGS", "-race")
        .env("GOMAXPROCS", "64")
        .env("GODEBUG", "x=1")
}

#[cfg(unix)]
pub(crate) fn left(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.expect("an entry").file_name().into_string().expect("a name")
    };
    std::fs::read_dir(folder).expect("the folder").map(name).collect()
}

#[cfg(unix)]
#[test]
fn programs_run_in_a_clean_environment_on_one_processor_and_on_several() {
    let home = Home::new();
    home.file(
        "t.md",
        "\
---
deck: t
title: Test
lang: en
---

## Q {#t-a}

A

```go run
#!/bin/sh
echo \"[$GOFLAGS$GODEBUG$SECRET$LANG]\"
[ $HOME = $PWD ] && [ $TMPDIR = $PWD ] && ls -A
```

```output
[]
```

```go fail
undefined
```

```output
undefined: x
```

```go panic
#!/bin/sh
echo 'panic: oh' >&2
exit 2
```

```output
panic: oh
```

```evidence
runtime/chan.go: type  hchan  struct
```

## R {#t-b}

A

```go run
#!/bin/sh
echo $GOMAXPROCS
```

```output
1
```

```evidence
runtime/chan.go: type qchan struct
```

## S {#t-c}

A

```go run
#!/bin/sh
echo on stderr >&2
exit 7
```

```output
```

```evidence
runtime/map.go: type hmap struct
```
",
    );
    let done = with_fake(&home, "check --go --yes t.md").done();
    assert_eq!(
        (done.code, done.stdout.as_str(), done.stderr.as_str()),
        (
            Some(1),
            "\
1 file, 3 cards: 0 errors, 0 warnings
t-b: the program prints \"4\\n\", the card says \"1\\n\" (GOMAXPROCS=4)
t-c: the program ends with exit status: 7: on stderr (GOMAXPROCS=1)
t-b: `type qchan struct` does not stand in runtime/chan.go of go1.99.1
t-c: there is no file runtime/map.go in the sources of go1.99.1
go1.99.1: 3 cards, 5 programs and 3 sources checked, 4 failures
",
            ""
        )
    );
    assert_eq!(left(&home.path("tmp")), ["keep"]);
}

/// What a busy machine broke holds when it runs alone; what changes from run to run does not.
#[cfg(unix)]
#[test]
fn what_fails_once_is_run_again_alone() {
    let home = Home::new();
    let card = |id: &str, script: &str| {
        format!(
            "## {id} {{#t-{id}}}\n\nA\n\n```go run\n#!/bin/sh\n{script}\n```\n\n```output\nyes\n```\n\n\
             ```evidence\nruntime/chan.go: type hchan struct\n```\n\n"
        )
    };
    let mark = |name: &str| home.path(name).display().to_string();
    let once = format!("[ -e {0} ] || {{ >{0}; exit 1; }}\necho yes", mark("once"));
    // Four of five runs hold.
    let often = format!("echo x >>{0}\n[ $(($(wc -l <{0}) % 5)) = 1 ] || echo yes", mark("often"));
    let deck = format!("{}{}", card("once", &once), card("often", &often));
    home.file("t.md", format!("---\ndeck: t\ntitle: Test\nlang: en\n---\n\n{deck}"));
    let done = with_fake(&home, "check --go --yes t.md").done();
    assert_eq!(
        (done.code, done.stdout.as_str(), done.stderr.as_str()),
        (
            Some(1),
            "\
1 file, 2 cards: 0 errors, 0 warnings
t-often: the program prints \"\", the card says \"yes\\n\" (GOMAXPROCS=1)
go1.99.1: 2 cards, 2 programs and 2 sources checked, 1 failure
",
            ""
        )
    );
}

/// A write card whose file and solution are shell scripts.
#[cfg(unix)]
fn write_card(id: &str, opened: &str, solution: &str) -> String {
    let script = |line: &str| format!("```go\n#!/bin/sh\n: '\npackage kata\n'\n{line}\n```");
    format!(
        "## Write {id}. {{#t-{id} kind=write}}\n\n{}\n\n---\n\nSay.\n\n{}\n\n\
         ```go test\npackage kata\n```\n\n",
        script(opened),
        script(solution)
    )
}

#[cfg(unix)]
#[test]
fn what_a_write_card_opens_fails_its_test_and_the_solution_passes() {
    let home = Home::new();
    let cards = [
        write_card("good", "exit 1", "exit 0"),
        write_card("done", "exit 0", "exit 0"),
        write_card("bad", "exit 1", "echo no; echo; exit 1"),
        write_card("one", "exit 2", "test $GOMAXPROCS = 1"),
    ];
    let head = "---\ndeck: t\ntitle: T\nlang: en\n---\n\n";
    home.file("t.md", format!("{head}{}", cards.concat()));
    let done = with_fake(&home, "check --go --yes t.md").done();
    assert_eq!(
        (done.code, done.stdout.as_str(), done.stderr.as_str()),
        (
            Some(1),
            "\
1 file, 4 cards: 0 errors, 0 warnings
t-done: the file to open passes the test already
t-bad: the solution fails the test: no
t-one: the solution fails the test: 
go1.99.1: 4 cards, 4 programs and 0 sources checked, 3 failures
",
            ""
        )
    );
    assert_eq!(left(&home.path("tmp")), ["keep"]);
}

#[cfg(unix)]
#[test]
fn manual_pages_are_looked_up_and_skipped_where_they_are_not_installed() {
    let home = Home::new();
    let card =
        |id: &str, line: &str| format!("## Q {{#t-{id}}}\n\nA\n\n```evidence\n{line}\n```\n\n");
    let cards = [
        card("there", "man spoon.2: bends\n  the  spoon"),
        card("not", "man spoon.2: breaks the spoon"),
        card("none", "man no-such-page.2: anything"),
    ];
    let head = "---\ndeck: t\ntitle: T\nlang: en\n---\n\n";
    home.file("t.md", format!("{head}{}", cards.concat()).replace("bends\n ", "bends"));
    home.file("man/man2/spoon.2", ".TH spoon 2\n.SH NAME\nIt \\fBbends\\fP\n.I the\nspoon.\n");
    let manual = home.path("man").display().to_string();
    let done = with_fake(&home, "check --go t.md").env("MANPATH", manual).done();
    assert_eq!(
        (done.code, done.stdout.as_str(), done.stderr.as_str()),
        (
            Some(1),
            "\
1 file, 3 cards: 0 errors, 0 warnings
t-none: the page no-such-page(2) is not installed, skipped
t-not: `breaks the spoon` does not stand in spoon(2)
go1.99.1: 3 cards, 0 programs and 2 sources checked, 1 failure, 1 skipped
",
            ""
        )
    );
}

#[cfg(unix)]
#[test]
fn a_program_that_floods_is_stopped() {
    let home = Home::new();
    home.file(
        "t.md",
        "---\ndeck: t\ntitle: T\nlang: en\n---\n\n## Q {#t-a}\n\nA\n\n```go run\n#!/bin/sh\nwhile :; do echo 0123456789abcdef; done\n```\n\n```output\n```\n\n```evidence\nruntime/chan.go: hchan\n```\n",
    );
    let done = with_fake(&home, "check --go --yes t.md").done();
    let told = "t-a: the program prints more than 1024 KiB (GOMAXPROCS=1)\n";
    assert!(done.code == Some(1) && done.stdout.contains(told), "{}", done.stdout);
    assert_eq!(left(&home.path("tmp")), ["keep"]);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_programs_and_tidies_up() {
    let home = Home::new();
    let pid = home.path("pid").display().to_string();
    home.file(
        "t.md",
        format!("---\ndeck: t\ntitle: T\nlang: en\n---\n\n## Q {{#t-a}}\n\nA\n\n```go run\n#!/bin/sh\necho $$ > {pid}\nexec sleep 600\n```\n\n```output\n```\n\n```evidence\nruntime/chan.go: hchan\n```\n"),
    );
    let child = with_fake(&home, "check --go --yes t.md").spawn();
    let wait = |done: &dyn Fn() -> bool| {
        while !done() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    };
    let kill = |words: &str| {
        Command::new("sh").args(["-c", words]).stderr(std::process::Stdio::null()).status()
    };
    let pid = || std::fs::read_to_string(home.path("pid")).unwrap_or_default();
    wait(&|| pid().ends_with('\n'));
    kill(&format!("kill -s INT {}", child.id())).expect("it is sent");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&output.status), Some(2));
    assert_eq!(left(&home.path("tmp")), ["keep"]);
    // Its parent is gone: whoever takes orphans reaps it, if that has not happened already.
    let gone = || !kill(&format!("kill -s 0 {}", pid().trim())).is_ok_and(|s| s.success());
    wait(&gone);
}

#[cfg(unix)]
#[test]
fn a_go_that_does_not_work_is_told() {
    let home = Home::new();
    home.deck("## Q {#t-a}\n\nA\n");
    executable(&home, "bin/go", "#!/bin/sh\necho 'go: broken' >&2\nexit 2\n");
    let done = home.godrill("check --go").env("PATH", home.path("bin")).done();
    assert_eq!(
        (done.code, done.stderr.as_str()),
        (Some(1), "error: `go env` says nothing of use: go: broken\n")
    );
}

#[test]
#[ignore = "needs the go command: run with --include-ignored"]
fn a_write_card_is_judged_by_its_test() {
    let home = Home::new();
    let card = |id: &str, solution: &str, test: &str| {
        format!(
            "## Write {id}. {{#t-{id} kind=write}}\n\n```go\npackage kata\n\nfunc Double(n int) int {{ \
             panic(\"todo\") }}\n```\n\n---\n\nSay.\n\n```go\npackage kata\n\nfunc Double(n int) int {{ \
             {solution} }}\n```\n\n```go test\npackage kata\n\nimport \"testing\"\n\n\
             func TestDouble(t *testing.T) {{\n\t{test}\n}}\n```\n\n"
        )
    };
    let test = "if n := Double(2); n != 4 {\n\t\tt.Errorf(\"got %d\", n)\n\t}";
    let cards = [
        card("good", "return 2 * n", test),
        card("wrong", "return 3 * n", test),
        card("broken", "return m", test),
        card("easy", "return n", "t.Log()"),
        card("unformatted", "return  2 * n", test),
    ];
    home.file("t.md", format!("---\ndeck: t\ntitle: T\nlang: en\n---\n\n{}", cards.concat()));
    let done = with_go(home.godrill("check --go --yes t.md")).done();
    let lines: Vec<&str> = done.stdout.lines().filter(|l| l.starts_with("t-")).collect();
    for (line, begin) in lines.iter().zip([
        "t-wrong: the solution fails the test: --- FAIL: TestDouble",
        "t-broken: the solution does not compile with the test: # card",
        "t-easy: the file to open passes the test already",
        "t-unformatted: the program is not as gofmt prints it",
    ]) {
        assert!(line.starts_with(begin), "{line}");
    }
    assert_eq!((done.code, lines.len()), (Some(1), 4), "{}", done.stdout);
}
