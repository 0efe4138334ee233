//! What holds for all forms, and pages made to do harm.

use proptest::prelude::*;

use super::*;

/// The cards of a page: line, question, answer.
fn cards(text: &str) -> Vec<(usize, String, String)> {
    let (notes, problems) = read(text, Options::default());
    assert_eq!(problems, []);
    notes.found.into_iter().map(|f| (f.line, f.text.question, f.text.answer)).collect()
}

pub(super) fn check(text: &str, expected: &[(usize, &str, &str)]) {
    let found = cards(text);
    let shown: Vec<(usize, &str, &str)> =
        found.iter().map(|(line, q, a)| (*line, q.as_str(), a.as_str())).collect();
    assert_eq!(shown, expected, "{text}");
}

/// What was left out: line and reason.
pub(super) fn left_out(text: &str) -> Vec<(usize, Why)> {
    read(text, Options::default()).0.left_out.into_iter().map(|l| (l.line, l.why)).collect()
}

#[test]
fn nothing_is_taken_out_of_code_that_is_never_closed() {
    let (notes, problems) =
        read("Q: a?\nA: b\n```go\nQ: no card\nA: code\n\n## Nor this?\n\nx\n", Options::default());
    assert_eq!(notes.found.len(), 1);
    assert_eq!(notes.found[0].text.question, "a?");
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].line, problems[0].is_error()), (3, false));
}

#[test]
fn files_of_other_kinds_hold_no_questions() {
    for text in [
        "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n",
        "[package]\nname = \"x\"\nversion = \"1.0\"\n",
        "127.0.0.1 localhost\n::1 localhost ip6-localhost\n",
        "package main\n\nfunc main() {\n\tx := a ? b : c\n}\n",
        "# Changes\n\n- Fix how maps are printed.\n- When a list is empty, say so.\n",
    ] {
        check(text, &[]);
    }
}

#[test]
fn what_logseq_and_dataview_note_is_no_text() {
    let text =
        "- How many legs has a crab? #card #sea\n  card-repeats:: 2\n  id:: 6f-3a\n\t- Ten.\n";
    check(text, &[(1, "How many legs has a crab?", "- Ten.")]);
    assert_eq!(read(text, Options::default()).0.found[0].tags, ["sea"]);
    check(
        "#flashcards/sea\n\nup:: [[Shores]]\n\nWhat is a tide?::The sea rises\n",
        &[(5, "What is a tide?", "The sea rises")],
    );
}

#[test]
fn prose_becomes_questions_when_asked_for() {
    let text = "# Notes\n\n- [ ] 调度器\n\n调度器把任务分给线程。\n\n- G：一个任务\n- M：一个线程\n\n为什么要抢占，因为循环会占着线程\n\n## 内存\n\n页由内核给。\n";
    let (notes, _) = read(text, Options { prose: true, ..Options::default() });
    let found: Vec<(usize, &str)> =
        notes.found.iter().map(|f| (f.line, f.text.question.as_str())).collect();
    assert_eq!(found, [(3, "讲讲调度器。"), (12, "讲讲内存。"),]);
    check(text, &[]);
}

#[test]
fn decks_are_told_from_notes() {
    for (text, deck) in [
        ("---\ndeck: gmp\nlang: en\n---\n", true),
        ("---\nlang: en\n---\n\n## Q? {#gmp-q level=1}\n\nA.\n", false),
        ("---\ntitle: x\n---\n## Q?\n\nA.\n", false),
        ("- deck: x\n", false),
    ] {
        assert_eq!(is_deck(text), deck, "{text}");
    }
}

#[test]
fn pages_made_to_do_harm_are_read_in_one_pass() {
    let deep: String = (0..3_000).map(|n| " ".repeat(n) + "- [ ] why?\n").collect();
    for text in [
        "<details>".repeat(100_000),
        "<details>\n".repeat(50_000) + &"</details>\n".repeat(50_000),
        ("<details><summary>a</summary>\n".repeat(450) + &"</details>\n".repeat(450)).repeat(20),
        "Q: \n".repeat(100_000),
        "?\n".repeat(100_000),
        "x\n?\n".repeat(50_000),
        "# a?\n## b?\n".repeat(50_000),
        "a::b".repeat(100_000),
        "==".repeat(100_000) + " #flashcards",
        "|a|b|\n|-|-|\n".repeat(50_000),
        "- [ ] a\n  - [ ] b\n".repeat(10_000),
        "- [ ] why?\n\ntext\n\n".repeat(20_000),
        "**a?**\n".repeat(50_000),
        "<!--\n".repeat(100_000),
        "```a\n".repeat(100_000),
        "C: ".to_owned() + &"[".repeat(100_000),
        "C: ".to_owned() + &"[a]".repeat(50_000),
        "- ".repeat(100_000),
        "x?\n\n".repeat(50_000),
        "1. what is it?\n".repeat(10_000),
        "1. what is it?\nx\n".repeat(10_000),
        "- what is it?\n  - x\n".repeat(10_000),
        "> [!faq] why?\n> x\n".repeat(10_000),
        "> [!faq] why?\n\n".repeat(10_000),
        "::: details why?\n".repeat(10_000),
        "<details><summary>Answer</summary>\n".repeat(10_000),
        "## Front\nx\n".repeat(10_000),
        "## Front\nx\n## Back\ny\n".repeat(10_000),
        "why?\n===\n".repeat(10_000),
        "{{c1::a}} ".repeat(10_000),
        "## Q\n- [x] a\n- [ ] b\n".repeat(10_000),
        "## what is it?\n- [x] a\n".repeat(10_000),
        "term: text text\n".repeat(50_000),
        "- a: bb\n".repeat(50_000),
        "通过".repeat(50_000),
        deep,
        "title\n\nsome text of it\n\n".repeat(10_000),
    ] {
        read(&text, Options::default());
        let part: String = text.chars().take(20_000).collect();
        read(&part, Options { prose: true, terms: true });
    }
    let (_, problems) = read(&"\n".repeat(MOST_LINES + 1), Options::default());
    assert_eq!(problems.len(), 1);
    let (notes, problems) = read(&"Q: a\n".repeat(MOST_CARDS + 2), Options::default());
    assert_eq!((notes.found.len(), problems.len()), (0, 1));
}

/// Pieces of notes, put together in any order.
fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Q: a"),
        Just("A: b"),
        Just("C: [x] y"),
        Just("# h?"),
        Just("### 题 {#x}"),
        Just("- [ ] 怎么"),
        Just("  - [x] go map"),
        Just("\t- b"),
        Just("GC"),
        Just("term：text text"),
        Just("- **t**: d"),
        Just("**why?**"),
        Just("| a | b |"),
        Just("|---|---|"),
        Just("?"),
        Just("a::b <!--SR:!2024-01-01,3,250-->"),
        Just("==x== #flashcards"),
        Just("<details><summary>s</summary>"),
        Just("</details>"),
        Just("```go"),
        Just("```"),
        Just("<!--"),
        Just("-->"),
        Just("---"),
        Just(""),
        Just(": d"),
        Just("1. why is it?"),
        Just("> [!question] what?"),
        Just("> b"),
        Just("**Answer:** c"),
        Just("## Front"),
        Just("## Back"),
        Just("===="),
        Just("{{c1::x}}"),
        Just("- [ ] one"),
        Just("- [x] two"),
    ];
    let line = prop_oneof![6 => piece.prop_map(str::to_owned), 1 => any::<String>()];
    proptest::collection::vec(line, 0..24).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn any_page_is_read_and_every_line_is_accounted_for(text in page(), all in any::<bool>()) {
        let (notes, problems) = read(&text, Options { prose: all, terms: all });
        prop_assert!(problems.iter().all(|d| !d.is_error()));
        let lines = text.replace("\r\n", "\n").matches(['\n', '\r']).count() + 1;
        for found in &notes.found {
            prop_assert!((1..=lines).contains(&found.line));
            prop_assert!(found.text.title().chars().any(char::is_alphanumeric), "{:?}", found);
        }
        for left_out in &notes.left_out {
            prop_assert!((1..=lines).contains(&left_out.line));
        }
        // The same page gives the same cards.
        prop_assert_eq!(read(&text, Options { prose: all, terms: all }).0, notes);
    }
}
