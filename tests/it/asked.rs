//! Decks of many cards, and what a quiz printed when it asked them.

/// `n` cards `t-01` … of one weight, questions `Q01` …, answers `A01.` …
pub(crate) fn many(n: usize) -> String {
    cards(n, |_| 3)
}

/// The same with falling weights.
pub(crate) fn falling(n: usize) -> String {
    cards(n, |i| 5 - (i * 4) / (n + 1))
}

fn cards(n: usize, weight: impl Fn(usize) -> usize) -> String {
    (1..=n)
        .map(|i| {
            let weight = weight(i);
            format!("## Q{i:02} {{#t-{i:02} level=1 weight={weight}}}\n\nA{i:02}.\n\n")
        })
        .collect()
}

/// What is typed to answer that many cards with a rating.
pub(crate) fn answers(n: usize, rating: u8) -> String {
    format!("\n\n{rating}\n").repeat(n)
}

/// The heads of the questions: how far the session is, the topic, the state.
pub(crate) fn heads(output: &str) -> Vec<&str> {
    output.lines().filter(|line| line.starts_with('[')).collect()
}

/// The first line of each question, in the order in which they were asked.
pub(crate) fn asked(output: &str) -> Vec<&str> {
    // A line that the end cuts off does not count.
    let mut lines = output[..output.rfind('\n').map_or(0, |end| end + 1)].lines();
    let mut asked = Vec::new();
    while let Some(line) = lines.next() {
        if line.starts_with('[') {
            asked.extend(lines.next());
        }
    }
    asked
}

/// What stands between the prompts: first the question with its head, then what each line typed
/// brought.
pub(crate) fn said(output: &str) -> Vec<&str> {
    let (mut said, mut from, mut at) = (Vec::new(), 0, 0);
    for line in output.split_inclusive('\n') {
        if line.starts_with("> ") {
            said.push(output[from..at].trim_matches('\n'));
            from = at + line.len();
        }
        at += line.len();
    }
    said.push(output[from..].trim_matches('\n'));
    said
}

/// What Enter would do at each prompt: `answer`, `more` or give the rating that is
/// proposed; where it does nothing, what the prompt asks for: to `type` or to `rate`, or to ask
/// `again`.
pub(crate) fn prompts(output: &str) -> String {
    let prompts = output.lines().filter_map(|line| line.strip_prefix("> "));
    let words = prompts.map(|prompt| match prompt.strip_prefix("Enter: ") {
        Some(does) => does.split(',').next().unwrap_or(does).trim_start_matches("show "),
        None if prompt.starts_with("Type ") => "type",
        None if prompt.starts_with("Ask them once more") => "again",
        None => "rate",
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The intervals that each prompt for a rating offered: Again, Hard, Good, Easy.
pub(crate) fn offers(output: &str) -> Vec<String> {
    let prompts = output.lines().filter(|line| line.starts_with("> "));
    let ratings = prompts.filter_map(|line| Some(&line[line.find("1: again")?..]));
    let interval = |rating: &str| rating.rsplit(' ').next().unwrap_or_default().to_owned();
    ratings.map(|four| four.split(", ").map(interval).collect::<Vec<_>>().join(" ")).collect()
}

/// What the summary of a session says of these.
pub(crate) fn told<'o, const N: usize>(output: &'o str, of: [&str; N]) -> [&'o str; N] {
    let summary = &output[output.find("session\n──").expect("a summary")..];
    of.map(|name| {
        let row = |line: &'o str| line.strip_prefix(name)?.strip_prefix("  ");
        summary.lines().find_map(row).unwrap_or_else(|| panic!("no `{name}` in\n{summary}")).trim()
    })
}
