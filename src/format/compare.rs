//! Whether two deck files hold the same cards in two languages.

use std::collections::HashMap;

use super::choice::choices;
use super::deck::{Deck, Placed};
use super::diagnostic::{Diagnostic, Report};
use super::options;
use super::program::{Part, PlacedFence, fences, mode};
use crate::model::card::{Card, Kind};

/// Ids in `second` that are also in `first`, the deck of the file `name`, although these are not
/// two languages of one deck: in the database one card would replace the other.
pub fn taken(first: &Deck, name: &str, second: &Deck) -> Vec<Diagnostic> {
    let mut report = Report::default();
    if first.name != second.name || first.lang == second.lang {
        let known: HashMap<&str, usize> =
            first.cards.iter().map(|p| (p.card.id.as_str(), p.place.line)).collect();
        for placed in &second.cards {
            let id = placed.card.id.as_str();
            if let Some(line) = known.get(id) {
                report.push(
                    Diagnostic::error(placed.place.line, 1, 0, format!("the id `{id}` is taken"))
                        .help(format!("line {line} of {name} has it; choose another")),
                );
            }
        }
    }
    report.finish()
}

/// Where `second` differs from `first` though it should not: ids and their order, attributes, tags,
/// programs and outputs, options, the number of key points and misconceptions, evidence. Lines and
/// columns are those of `second`. All are errors, because both languages share progress and facts.
pub fn compare(first: &Deck, second: &Deck) -> Vec<Diagnostic> {
    let mut report = Report::default();
    let lang = first.lang;
    if first.name != second.name || first.lang == second.lang {
        report.push(Diagnostic::error(1, 1, 0, "these are not two languages of one deck").help(
            format!(
                "compare decks with the same `deck:` ({} and {}) and different `lang:`",
                first.name, second.name
            ),
        ));
        return report.finish();
    }
    let heads = |deck: &Deck| {
        let place = deck.place.map(|place| place.to_string());
        [("go", deck.go.clone()), ("short", deck.short.clone()), ("place", place)]
    };
    for ((key, want), (_, have)) in heads(first).into_iter().zip(heads(second)) {
        if want != have {
            let show = |value: Option<String>| value.unwrap_or_else(|| "absent".into());
            let message =
                format!("`{key}` is {}, but {} in the {lang} deck", show(have), show(want));
            report.push(
                Diagnostic::error(1, 1, 0, message)
                    .help("a deck has one Go version, short name and place in both languages"),
            );
        }
    }
    let by_id = |deck: &Deck| -> HashMap<String, usize> {
        deck.cards.iter().enumerate().map(|(at, p)| (p.card.id.clone(), at)).collect()
    };
    let (in_first, in_second) = (by_id(first), by_id(second));
    missing(first, second, &in_second, &mut report);
    for placed in second.cards.iter().filter(|p| !in_first.contains_key(&p.card.id)) {
        report.push(
            Diagnostic::error(
                placed.place.line,
                1,
                0,
                format!("the {lang} deck has no card `{}`", placed.card.id),
            )
            .help("write it there too, or mend its id"),
        );
    }
    let common = |deck: &'_ Deck, other: &HashMap<String, usize>| -> Vec<usize> {
        let known = |p: &Placed| other.contains_key(&p.card.id);
        (0..deck.cards.len()).filter(|&at| known(&deck.cards[at])).collect()
    };
    let pairs = common(first, &in_second).into_iter().zip(common(second, &in_first));
    for (a, b) in pairs {
        let (a, b) = (&first.cards[a], &second.cards[b]);
        if a.card.id != b.card.id {
            report.push(
                Diagnostic::error(
                    b.place.line,
                    1,
                    0,
                    format!("`{}` stands where the {lang} deck has `{}`", b.card.id, a.card.id),
                )
                .help("keep the cards in the same order"),
            );
            break;
        }
    }
    for b in &second.cards {
        if let Some(&a) = in_first.get(&b.card.id) {
            let a = &first.cards[a];
            attributes(&a.card, b, first, &mut report);
            texts(a, b, (first, second), &mut report);
            asides(a, b, (first, second), &mut report);
            evidence(&a.card, b, first, &mut report);
        }
    }
    report.finish()
}

fn missing(first: &Deck, second: &Deck, there: &HashMap<String, usize>, report: &mut Report) {
    let mut before: Option<&Placed> = None;
    for placed in &first.cards {
        if let Some(&at) = there.get(&placed.card.id) {
            before = Some(&second.cards[at]);
            continue;
        }
        let place =
            before.map_or("as the first card".to_string(), |p| format!("after `{}`", p.card.id));
        report.push(
            Diagnostic::error(
                before.map_or(1, |p| p.place.line),
                1,
                0,
                format!("the card `{}` is missing", placed.card.id),
            )
            .help(format!(
                "line {} of the {} deck has it; write it {place}",
                placed.place.line, first.lang
            )),
        );
    }
}

fn attributes(a: &Card, b: &Placed, first: &Deck, report: &mut Report) {
    let show = |value: &Option<String>| value.clone().unwrap_or_else(|| "absent".into());
    let pairs = |card: &Card| {
        [
            ("kind", card.kind.to_string()),
            ("level", card.level.to_string()),
            ("weight", card.weight.to_string()),
            ("follows", show(&card.follows)),
            ("same", show(&card.same)),
            ("correct", show(&card.correct)),
            ("tags", card.tags.iter().map(|t| format!(".{t}")).collect::<Vec<_>>().join(" ")),
        ]
    };
    for ((key, want), (_, have)) in pairs(a).into_iter().zip(pairs(&b.card)) {
        if want != have {
            let message = format!("`{key}` is {have}, but {want} in the {} deck", first.lang);
            report.push(
                Diagnostic::error(b.place.line, 1, 0, message)
                    .help("a card has the same attributes and tags in both languages"),
            );
        }
    }
}

/// Programs, outputs and options.
fn texts(a: &Placed, b: &Placed, (first, second): (&Deck, &Deck), report: &mut Report) {
    let (Some(text_a), Some(text_b)) =
        (a.card.text.get(&first.lang), b.card.text.get(&second.lang))
    else {
        return;
    };
    // For a write card also the file that is opened and the solution.
    let is_write = b.card.kind == Kind::Write;
    let checked = |text| -> Vec<PlacedFence> {
        let mut pieces: Vec<Part> = Vec::new();
        let shared = |f: &PlacedFence| {
            let is_piece = is_write && f.fence.info == "go" && !pieces.contains(&f.part);
            if is_piece {
                pieces.push(f.part);
            }
            is_piece || f.fence.info == "output" || mode(&f.fence.info).is_some()
        };
        fences(text).into_iter().filter(shared).collect()
    };
    let (fences_a, fences_b) = (checked(text_a), checked(text_b));
    let lang = first.lang;
    const HELP: &str = "programs and outputs are the same in both languages, comments too";
    for (at, fence) in fences_b.iter().enumerate() {
        let line = b.place.line_of(fence.part, fence.line);
        let message = match fences_a.get(at) {
            None => {
                Some((line, format!("the {lang} card has no such `{}` block", fence.fence.info)))
            }
            Some(other) if (other.part, &other.fence.info) != (fence.part, &fence.fence.info) => {
                let there = a.place.line_of(other.part, other.line);
                let part = if other.part == Part::Question { "question" } else { "answer" };
                Some((
                    line,
                    format!(
                        "the {lang} card has a `{}` block in its {part} here (line {there})",
                        other.fence.info
                    ),
                ))
            }
            Some(other) => differing_line(&other.fence.code, &fence.fence.code).map(|offset| {
                let there = a.place.line_of(other.part, other.line) + offset;
                (line + offset, format!("this differs from line {there} of the {lang} deck"))
            }),
        };
        if let Some((line, message)) = message {
            report.push(Diagnostic::error(line, 1, 0, message).help(HELP));
            return;
        }
    }
    if let Some(lost) = fences_a.get(fences_b.len()) {
        let there = a.place.line_of(lost.part, lost.line);
        let message = format!(
            "the `{}` block of line {there} of the {lang} deck is missing",
            lost.fence.info
        );
        report.push(Diagnostic::error(b.place.line, 1, 0, message).help(HELP));
    }
    let letters = |body| choices(body).iter().map(|c| c.letter).collect::<String>();
    let (want, have) = (letters(text_a.body()), letters(text_b.body()));
    if b.card.correct.is_some() && want != have {
        let message = format!("the options are {have}, but {want} in the {lang} deck");
        report.push(
            Diagnostic::error(b.place.body, 1, 0, message)
                .help("give both the same options in the same order"),
        );
    }
}

/// Options that can be shuffled, key points, misconceptions, the test.
fn asides(a: &Placed, b: &Placed, (first, second): (&Deck, &Deck), report: &mut Report) {
    let (Some(text_a), Some(text_b)) =
        (a.card.text.get(&first.lang), b.card.text.get(&second.lang))
    else {
        return;
    };
    let lang = first.lang;
    let mut differs = |line: usize, message: String, help: &str| {
        let line = if line == 0 { b.place.line } else { line };
        report.push(Diagnostic::error(line, 1, 0, message).help(help));
    };
    if !(a.card.right.is_empty() && b.card.right.is_empty()) {
        let count = |body| options::list(body).map_or(0, |options| options.items.len());
        let places = |card: &Card| match &card.right[..] {
            [] => "none with a box".to_string(),
            right => right.iter().map(u8::to_string).collect::<Vec<_>>().join(", "),
        };
        let (want, have) = (count(text_a.body()), count(text_b.body()));
        let reasoned =
            |reasons: &[String], at: usize| reasons.get(at).is_some_and(|r| !r.is_empty());
        if want != have {
            let message = format!("the card has {have} options, but {want} in the {lang} deck");
            differs(b.place.body, message, "give both the same options in the same order");
        } else if a.card.right != b.card.right {
            let (want, have) = (places(&a.card), places(&b.card));
            let message = format!("the right options are {have}, but {want} in the {lang} deck");
            differs(b.place.body, message, "give both the same options in the same order");
        } else if let Some(at) =
            (0..have).find(|&at| reasoned(&text_a.reasons, at) != reasoned(&text_b.reasons, at))
        {
            let (want, have) =
                if reasoned(&text_a.reasons, at) { ("a", "no") } else { ("no", "a") };
            let message = format!(
                "option {} has {have} reason, but {want} reason in the {lang} deck",
                at + 1
            );
            let line = b.place.reasons.get(at).copied().unwrap_or(b.place.body);
            differs(line, message, "give both languages the same reasons");
        }
    }
    for (what, want, have, line) in [
        ("key points", text_a.keys.len(), text_b.keys.len(), b.place.aside.keys_fence),
        ("misconceptions", text_a.wrong.len(), text_b.wrong.len(), b.place.aside.wrong_fence),
    ] {
        if want != have {
            let message = format!("the card has {have} {what}, but {want} in the {lang} deck");
            differs(line, message, "a line means the same in both languages");
        }
    }
    let test = |card: &Card| card.test.clone().unwrap_or_default();
    if let Some(offset) = differing_line(&test(&a.card), &test(&b.card)) {
        let (line, message) = if b.card.test.is_none() {
            (0, format!("the test of line {} of the {lang} deck is missing", a.place.aside.test))
        } else if a.card.test.is_none() {
            (b.place.aside.test, format!("the {lang} card has no test"))
        } else {
            let there = a.place.aside.test + offset;
            let message = format!("this differs from line {there} of the {lang} deck");
            (b.place.aside.test + offset, message)
        };
        differs(line, message, "the test is the same in both languages, comments too");
    }
}

/// The first line, from 1 below the opening fence, in which two blocks differ.
fn differing_line(a: &str, b: &str) -> Option<usize> {
    if a == b {
        return None;
    }
    let same = a.split('\n').zip(b.split('\n')).take_while(|(a, b)| a == b).count();
    Some(same + 1)
}

fn evidence(a: &Card, b: &Placed, first: &Deck, report: &mut Report) {
    if a.evidence == b.card.evidence {
        return;
    }
    let same = a.evidence.iter().zip(&b.card.evidence).take_while(|(a, b)| a == b).count();
    let lines = &b.place.aside.evidence;
    let line = lines.get(same).or(lines.last()).unwrap_or(&b.place.line);
    let want = a.evidence.get(same).map_or("nothing more".to_string(), |e| format!("`{e}`"));
    report.push(
        Diagnostic::error(*line, 1, 0, format!("the evidence of `{}` differs", a.id))
            .help(format!("the {} deck has {want} here", first.lang)),
    );
}

#[cfg(test)]
mod tests {
    use super::super::deck::read;
    use super::*;

    const CARDS: &str = "\
## A? {#t-a .concept level=1 weight=5}

x

```evidence
a.go: b
```

## B? {#t-b .predict kind=output level=2 weight=3 follows=t-a}

```go run
one
two
```

---

```output
1
```

y

## C? {#t-c kind=choice correct=a level=2 weight=3}

- A. x
- B. y

---

z
";

    fn deck(lang: &str, cards: &str) -> Deck {
        let source = format!("---\ndeck: t\ntitle: T\nlang: {lang}\n---\n{cards}");
        let (deck, problems) = read(&source);
        assert_eq!(problems, [], "{cards}");
        deck
    }

    #[test]
    fn two_equal_decks_have_no_differences() {
        assert_eq!(compare(&deck("en", CARDS), &deck("zh", CARDS)), []);
    }

    #[test]
    fn every_difference_is_said_with_its_line() {
        for (from, to, line, message) in [
            ("level=1", "level=2", 1, "`level` is 2, but 1 in the en deck"),
            (" follows=t-a", "", 9, "`follows` is absent, but t-a in the en deck"),
            (".concept", ".bug", 1, "`tags` is .bug, but .concept in the en deck"),
            ("correct=a", "correct=b", 24, "`correct` is b, but a in the en deck"),
            ("two", "two // 二", 13, "this differs from line 18 of the en deck"),
            ("1\n```", "2\n```", 19, "this differs from line 24 of the en deck"),
            ("a.go: b", "a.go: c", 6, "the evidence of `t-a` differs"),
            ("```evidence\na.go: b\n```\n", "", 1, "the evidence of `t-a` differs"),
            ("- B. y", "- B. y\n- C. z", 26, "the options are abc, but ab in the en deck"),
            (
                "y\n\n##",
                "y\n\n```go fail\n```\n\n##",
                24,
                "the en card has no such `go fail` block",
            ),
            ("#t-a .concept", "#t-z .concept", 1, "the card `t-a` is missing"),
        ] {
            let changed = CARDS.replacen(from, to, 1);
            assert_ne!(changed, CARDS);
            let found = compare(&deck("en", CARDS), &deck("zh", &changed));
            let found: Vec<_> = found
                .iter()
                .map(|d| (d.line.saturating_sub(5).max(1), d.message.as_str()))
                .collect();
            assert!(found.contains(&(line, message)), "{from} -> {to}: {found:?}");
        }
        let (head, tail) = CARDS.split_at(CARDS.find("## C").unwrap());
        let found = compare(&deck("en", CARDS), &deck("zh", &format!("{tail}\n{head}")));
        assert_eq!(found[0].message, "`t-c` stands where the en deck has `t-a`");
        assert_eq!(found.len(), 1);
        let found = compare(&deck("en", CARDS), &deck("zh", head));
        assert_eq!((found.len(), found[0].line), (1, 14));
        assert_eq!(found[0].message, "the card `t-c` is missing");
        assert_eq!(
            found[0].help.as_deref(),
            Some("line 29 of the en deck has it; write it after `t-b`")
        );
    }

    const MORE: &str = "\
## A? {#t-a same=t-b level=1 weight=5}

x

```keys
a | b
c
```

```wrong
d
=> e
```

## B? {#t-b kind=choice level=2 weight=3}

- [x] f
- [ ] g
  - h
- [ ] i

---

j

## C? {#t-c kind=write level=2 weight=3}

```go
package k
```

---

l

```go
package k // m
```

```go test
package k

// n
```
";

    #[test]
    fn what_a_card_carries_besides_is_compared() {
        assert_eq!(compare(&deck("en", MORE), &deck("zh", MORE)), []);
        for (from, to, line, message) in [
            (" same=t-b", "", 1, "`same` is absent, but t-b in the en deck"),
            ("\nc\n", "\nc\nd\n", 5, "the card has 3 key points, but 2 in the en deck"),
            (
                "```wrong\nd\n=> e\n```\n",
                "",
                1,
                "the card has 0 misconceptions, but 1 in the en deck",
            ),
            ("- [ ] i\n", "", 17, "the card has 2 options, but 3 in the en deck"),
            ("[ ] g", "[x] g", 17, "the right options are 1, 2, but 1 in the en deck"),
            ("  - h\n", "", 18, "option 2 has no reason, but a reason in the en deck"),
            ("[ ] i", "[ ] i\n  - h", 21, "option 3 has a reason, but no reason in the en deck"),
            ("// m", "// 中", 37, "this differs from line 42 of the en deck"),
            ("// n", "// 中", 43, "this differs from line 48 of the en deck"),
            (
                "```go\npackage k\n",
                "```go\npackage k\n\n",
                31,
                "this differs from line 36 of the en deck",
            ),
        ] {
            let changed = MORE.replacen(from, to, 1);
            assert_ne!(changed, MORE);
            let found = compare(&deck("en", MORE), &deck("zh", &changed));
            let found: Vec<_> = found.iter().map(|d| (d.line - 5, d.message.as_str())).collect();
            assert_eq!(found, [(line, message)], "{from} -> {to}");
        }
    }

    #[test]
    fn heads_agree() {
        let deck = |lang: &str, more: &str| {
            read(&format!("---\ndeck: t\ntitle: T\nlang: {lang}\n{more}---\n{CARDS}")).0
        };
        for (first, second, message) in [
            ("go: 1.27\n", "", "`go` is absent, but 1.27 in the en deck"),
            ("short: T\n", "short: U\n", "`short` is U, but T in the en deck"),
            ("", "place: 3\n", "`place` is 3, but absent in the en deck"),
        ] {
            let found = compare(&deck("en", first), &deck("zh", second));
            let found: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
            assert_eq!(found, [message]);
        }
    }

    #[test]
    fn decks_that_do_not_belong_together_are_refused() {
        assert_eq!(compare(&deck("en", CARDS), &deck("en", CARDS)).len(), 1);
    }
}
