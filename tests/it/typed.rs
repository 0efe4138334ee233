//! Answers that are typed: what a program prints, the letters of a choice.

use crate::asked::{heads, prompts, said, told};
use crate::home::Home;

pub(crate) const TYPED: &str = "\
## What does this print? {#t-out kind=output level=1 weight=5}

```go run
package main

import \"fmt\"

func main() {
	fmt.Println(\"Hi  there\")
	fmt.Println(2)
}
```

---

It prints a greeting.

```output
Hi  there
2
```

The rest.
";

/// Its program as it is shown.
pub(crate) const PROGRAM: &str = "    \
    package main

    import \"fmt\"

    func main() {
        fmt.Println(\"Hi  there\")
        fmt.Println(2)
    }";

#[test]
fn a_typed_answer_is_compared_and_the_rating_proposed() {
    let home = Home::new();
    home.deck(TYPED);
    // Right: Good is proposed, and an empty line takes it.
    let out = home.godrill("quiz t --plain").stdin("Hi  there\n2\n\n\n").ok();
    assert_eq!(said(&out)[1], "Right.\n\nIt prints a greeting.");
    assert_eq!(prompts(&out), "type good type");
    assert_eq!(heads(&out), ["[1/1] t · new", "[1/1] t · learning"]);
    assert_eq!(told(&out, ["cards", "answers", "due tomorrow"]), ["1", "1", "0"]);
    let rest = "\nNext learning card in 10 minutes.\n";
    assert!(out.ends_with(rest), "{out}");
    home.godrill("undo").ok();
    let shown = |input: &str| {
        let out = home.twin().godrill("quiz t --plain").stdin(input).ok();
        said(&out)[1].replace("\n\nIt prints a greeting.", "").replace('\n', "|")
    };
    assert_eq!(shown("Hi  there  \n2\n\n\n"), "Right.");
    assert_eq!(
        shown("hi there 2\n\n\n"),
        "Nearly: only spaces, line breaks or case differ.|What it prints is marked -, what was typed +:|- Hi  there|- 2|+ hi there 2"
    );
    assert_eq!(
        shown("Hi there\n3\n\n\n"),
        "Wrong.|What it prints is marked -, what was typed +:|- Hi  there|- 2|+ Hi there|+ 3"
    );
    assert_eq!(shown("\n\n"), "Not answered.");
    assert_eq!(shown("\\\n\n\n"), "Not answered.");
}

#[test]
fn who_types_nothing_sees_the_answer_and_gets_no_rating_proposed() {
    let home = Home::new();
    home.deck(TYPED);
    for keys in [" <show>q", "<enter><show>q", "<ctrl-d><show>q"] {
        let shown = home.godrill("quiz t").keys("80x24", keys).ok();
        assert!(shown.contains("── answer ──"), "{keys}: {shown}");
        assert!(!shown.contains("rates") && !shown.contains('▸'), "{keys}: {shown}");
    }
    let shown = home.godrill("quiz t").keys("80x24", &("<enter>".repeat(9) + "q")).ok();
    assert_eq!(shown, "Nothing was answered.\n");
}

#[test]
fn an_accent_may_be_typed_beside_its_letter() {
    let home = Home::new();
    home.deck(&TYPED.replace("Hi  there\n2\n```", "na\u{ef}ve\n2\n```"));
    let quiz = |typed: &str| home.godrill("quiz t --plain").stdin(typed).ok();
    let out = quiz("nai\u{308}ve\n3\n\nq\n");
    assert!(out.contains("- 2\n+ 3\n") && !out.contains("- na"), "{out}");
    let out = home.twin().godrill("quiz t --plain").stdin("nai\u{308}ve\n2\n\nq\n").ok();
    assert!(said(&out)[1].starts_with("Right.\n"), "{out}");
}

#[test]
fn an_empty_line_can_be_typed() {
    let home = Home::new();
    home.deck(&TYPED.replace("Hi  there\n2\n```", "Hi\n\n\nthere\n```"));
    let out = home.godrill("quiz t --plain").stdin("Hi\n\\\n \\ \nthere\n\n\n").ok();
    assert!(said(&out)[1].starts_with("Right.\n"), "{out}");
}

#[test]
fn a_wrong_answer_shows_what_differs_and_may_be_overruled() {
    let home = Home::new();
    home.deck(TYPED);
    let out = home.godrill("quiz t --plain").stdin("Hi there\n2\n3\n\nm\n4\n").begins(
        "\
[1/1] t · new
What does this print?

    package main

    import \"fmt\"

    func main() {
        fmt.Println(\"Hi  there\")
        fmt.Println(2)
    }

> Type the output, then an empty line (a single \\ stands for a blank line).
Wrong.
What it prints is marked -, what was typed +:
- Hi  there
+ Hi there
  2
+ 3

It prints a greeting.

> Enter: again, m: more, 1: again 1m, 2: hard 5m, 3: good 10m, 4: easy 9d

    Hi  there
    2

The rest.

> Enter: again, 1: again 1m, 2: hard 5m, 3: good 10m, 4: easy 9d

session
",
    );
    assert_eq!(told(&out, ["cards", "answers", "due in 7 days"]), ["1", "1", "0"]);
    let shown = home.godrill("show t-out").begins(&format!(
        "\
What does this print?

{PROGRAM}

It prints a greeting.

    Hi  there
    2

The rest.

card           t-out
topic          t
kind           output
"
    ));
    assert!(shown.contains("\ndue            2026-12-02 04:00\n"), "{shown}");
    assert!(shown.ends_with("\n2026-11-23 08:00  easy    learning      0.0\n"), "{shown}");
}

const PICK: &str = "\
## Which one? {#t-pick kind=choice correct=b level=1 weight=5}

- A. A wrong one.
- B. The right one.
- C. Another.

---

B it is.

Because.
";

#[test]
fn a_choice_takes_a_letter() {
    let home = Home::new();
    home.deck(PICK);
    let quiz = |typed: &str| home.godrill("quiz t --plain").stdin(typed);
    let out = quiz("b\n\n").ok();
    assert_eq!((said(&out)[1], prompts(&out).as_str()), ("Right.\n\nB it is.", "type good type"));
    assert!(out.ends_with("Next learning card in 10 minutes.\n"), "{out}");
    home.godrill("undo").ok();
    let out = quiz("C.\n2\n").begins(
        "\
[1/1] t · new
Which one?

- A. A wrong one.
- B. The right one.
- C. Another.

> Type a letter.
Wrong.
The answer is B.

B it is.

> Enter: again, m: more, 1: again 1m, 2: hard 5m, 3: good 10m, 4: easy 10d

[1/1] t · learning
Which one?

- A. A wrong one.
",
    );
    assert!(out.ends_with("Next learning card in 5 minutes.\n"), "{out}");
    home.godrill("undo").ok();
    let out = quiz("\nq\n").ok();
    assert_eq!(
        said(&out)[1..],
        ["Not answered.\nThe answer is B.\n\nB it is.", "Nothing was answered."]
    );
    assert_eq!(prompts(&out), "type more");
}

#[test]
fn commands_are_taken_before_a_letter() {
    let home = Home::new();
    home.deck(PICK);
    let out = home.godrill("quiz t --plain").stdin("2\nu\nd\nundo it\n?\nac\nbury\n").ok();
    let said = said(&out);
    assert_eq!(
        said[1..4],
        [
            "Show the answer first: press Enter.",
            "nothing to undo in this session; `godrill undo` goes further back",
            "unknown command `d`; ? lists them",
        ]
    );
    assert!(said[5].starts_with("Enter  "), "{out}");
    assert!(said[6].starts_with("Wrong.\nThe answer is B.\n"), "{out}");
    assert!(out.contains("\nt-pick is buried until tomorrow; u brings it back\n"), "{out}");
    let out = home.twin().godrill("quiz t --plain --lang zh").stdin("bury\n").ok();
    assert!(out.starts_with("现在没有到期的卡片"), "{out}");
}

#[test]
fn one_key_answers_a_choice_on_the_screen() {
    let home = Home::new();
    home.deck(PICK);
    let run = |keys: &str| home.twin().godrill("quiz t").keys("60x20", keys).ok();
    let shown = run("<show>c<show>q");
    assert!(shown.contains("\n a–c choose  space answer  ? help  q quit "), "{shown}");
    assert!(shown.contains("\n  wrong\n  you chose C, the answer is B\n"), "{shown}");
    assert!(shown.contains(" Enter rates 1  ▸1 Again 1m "), "{shown}");
    for keys in ["b<show>q", "B<show>q", "ｂ<show>q", "?<esc>b<show>q", "d1gGjb<show>q"] {
        let shown = run(keys);
        assert!(shown.contains("\n  right\n") && shown.contains("▸3 Good"), "{keys}: {shown}");
    }
    let shown = run("b<enter><show>");
    assert!(shown.starts_with(" Test · learning "), "{shown}");
    let shown = run(" <show>q");
    assert!(
        shown.contains("\n  not answered\n  the answer is B\n") && !shown.contains('▸'),
        "{shown}"
    );
    // After the answer, letters do what they do elsewhere.
    assert!(run("bb").starts_with("Nothing was answered."));
}

#[test]
fn letters_toggle_where_several_are_right() {
    let home = Home::new();
    home.deck(SHUFFLED);
    let run = |keys: &str| home.twin().godrill("quiz t").keys("60x24", keys).ok();
    let shown = run("<show>acab<show><enter><show>q");
    let label = "── your choice: all that apply ─";
    assert!(shown.contains(label) && shown.contains("\n  B, C\n"), "{shown}");
    assert!(shown.contains("\n a–d choose  Enter submit  ? help "), "{shown}");
    assert!(shown.contains("\n  right\n"), "{shown}");
    let shown = run("c<space><show>q");
    assert!(shown.contains("\n  wrong\n  you chose C, the answer is B, C\n"), "{shown}");
}

pub(crate) const SHUFFLED: &str = "\
## Which of these panic? {#t-which kind=choice level=1 weight=5}

Given a nil channel `n` and a closed `c`:

- [ ] `<-n`
  - It blocks for ever.
- [x] `close(n)`
- [x] `close(c)`
- [ ] `<-c`

---

Closing does, receiving never.

Nor does `len`.

```keys
closing nil panics | close of nil
closing twice panics
```

```wrong
Receiving from a closed channel panics.
=> It gives the zero value.
```
";

#[test]
fn options_are_shuffled_lettered_and_told_after_the_answer() {
    let home = Home::new();
    home.deck(SHUFFLED);
    let out = home.godrill("quiz t --plain --limit 1").stdin("b\nm\n4\n").begins(
        "\
[1/1] t · new
Which of these panic?

Given a nil channel `n` and a closed `c`:

- A. `<-n`
- B. `close(c)`
- C. `close(n)`
- D. `<-c`

> Type the letters of all that apply.
Wrong.
The answer is B, C.

Closing does, receiving never.

- ✗ A. `<-n` — It blocks for ever.
- ✓ B. `close(c)`
- ✓ C. `close(n)`
- ✗ D. `<-c`

Key points

- closing nil panics
- closing twice panics

> Enter: again, m: more, 1: again 1m, 2: hard 5m, 3: good 10m, 4: easy 8d

Nor does `len`.

Often said wrong

- ✗ Receiving from a closed channel panics.
- ✓ It gives the zero value.

> Enter: again, 1: again 1m, 2: hard 5m, 3: good 10m, 4: easy 8d

session
",
    );
    assert_eq!(told(&out, ["cards", "answers", "due in 7 days"]), ["1", "1", "0"]);
    // The same order again after undo; another order the next time it is asked.
    home.godrill("undo").ok();
    let out = home.godrill("quiz t --plain --limit 1").stdin("C, b\n4\n").ok();
    assert!(out.contains("- C. `close(n)`\n") && out.contains("\nRight.\n"), "{out}");
    let later = home.godrill("quiz t --plain").at("2026-12-10T08:00:00Z").stdin("q\n").ok();
    assert!(later.contains("- A. `close(n)`\n- B. `close(c)`\n"), "{later}");
    // Another learner's chance gives another order.
    let seeded = home.godrill("quiz t --plain").at("2026-12-10T08:00:00Z").env("GODRILL_SEED", "4");
    assert_ne!(seeded.stdin("q\n").ok(), later);
}
