//! Files of words: what words mean in questions, and which are dated, topic by topic.
//!
//! ```text
//! # slice                      the topic that the words below belong to, or `general`
//!
//! // a note
//! ## subjects                  the section
//!
//! full slice expression | 完整切片表达式
//!
//! ## dated 1.17 1.18
//!
//! 1024
//! ```
//!
//! A line holds words for one concept, in whichever language; the first names it. A first word
//! such as `send + receive` says that the others stand for both of these concepts. The words of a
//! topic hold for its questions only: in another topic the same word may mean something else.

/// What the words of a section say about a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The topic itself: goes without saying in its cards.
    Names,
    /// A thing that belongs to the topic and to no other: who asks about it asks about the topic.
    Subjects,
    /// What is asked about things of the topic, such as growth; only with a name or a subject.
    Aspects,
    /// As aspects, but known to every topic.
    Shared,
    /// What is foreign to cards that do not ask about it: other languages and systems.
    Foreign,
    /// How something is asked: how it works, when it happens.
    Asked,
    /// Asked in such a way that only a card which asks it too can answer: a difference, a program.
    Exact,
    /// Words that say nothing.
    Stop,
}

impl Section {
    /// The heading of each section, and whether it is one of the general words.
    const HEADINGS: [(&'static str, Section, bool); 8] = [
        ("names", Section::Names, false),
        ("subjects", Section::Subjects, false),
        ("aspects", Section::Aspects, false),
        ("shared", Section::Shared, true),
        ("foreign", Section::Foreign, true),
        ("asked", Section::Asked, true),
        ("exact", Section::Exact, true),
        ("stop", Section::Stop, true),
    ];
}

/// The name under which words of all topics stand.
pub const GENERAL: &str = "general";

/// A word that is true of some Go versions only: a card of the topic that uses it names one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated<'a> {
    /// The word.
    pub word: &'a str,
    /// One of these must stand in the card.
    pub versions: Vec<&'a str>,
}

/// The words under one heading `# topic`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TopicWords<'a> {
    /// The topic, or [`GENERAL`].
    pub topic: &'a str,
    /// The words of each concept; every word of the section [`Section::Stop`] stands for itself.
    pub concepts: Vec<(Section, Vec<&'a str>)>,
    /// Words that need a version.
    pub dated: Vec<Dated<'a>>,
}

/// Reads files of words, one after the other in one text. What is wrong is reported by line.
pub fn read(text: &str) -> (Vec<TopicWords<'_>>, Vec<String>) {
    enum Place<'a> {
        Nowhere,
        Section(Section),
        Dated(Vec<&'a str>),
    }
    let mut topics: Vec<TopicWords<'_>> = Vec::new();
    let mut wrong = Vec::new();
    let mut place = Place::Nowhere;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        if let Some(topic) = line.strip_prefix("# ") {
            topics.push(TopicWords { topic, ..TopicWords::default() });
            place = Place::Nowhere;
            continue;
        }
        let Some(words) = topics.last_mut() else {
            wrong.push(format!("line {number}: `{line}` stands before the first `# topic`"));
            continue;
        };
        let is_general = words.topic == GENERAL;
        if let Some(heading) = line.strip_prefix("## ") {
            let known = |(name, _, general): &&(&str, Section, bool)| {
                *name == heading && *general == is_general
            };
            place = match (Section::HEADINGS.iter().find(known), heading.strip_prefix("dated ")) {
                (Some((_, section, _)), _) => Place::Section(*section),
                (_, Some(versions)) => Place::Dated(versions.split_whitespace().collect()),
                _ => {
                    let of = words.topic;
                    wrong.push(format!("line {number}: the words of {of} have no `{heading}`"));
                    Place::Nowhere
                }
            };
            continue;
        }
        let listed = line.split('|').map(str::trim).filter(|word| !word.is_empty());
        match &place {
            Place::Section(section) => words.concepts.push((*section, listed.collect())),
            Place::Dated(versions) => {
                let dated = |word| Dated { word, versions: versions.clone() };
                words.dated.extend(listed.map(dated));
            }
            Place::Nowhere => {
                wrong.push(format!("line {number}: `{line}` stands under no `## section`"));
            }
        }
    }
    (topics, wrong)
}

/// The dated words of a topic.
pub fn dated<'a>(text: &'a str, topic: &str) -> Vec<Dated<'a>> {
    let of_topic = read(text).0.into_iter().filter(|words| words.topic == topic);
    of_topic.flat_map(|words| words.dated).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_by_topic_and_section() {
        let text = "# t\n\n// note\n## names\nfrob | 弗\n## dated 1.2 1.3\nquux | 6.5\n# general\n## stop\na | the\n";
        let (topics, wrong) = read(text);
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(topics[0].concepts, [(Section::Names, vec!["frob", "弗"])]);
        assert_eq!(topics[1].concepts, [(Section::Stop, vec!["a", "the"])]);
        let versions = vec!["1.2", "1.3"];
        assert_eq!(
            dated(text, "t"),
            ["quux", "6.5"].map(|word| Dated { word, versions: versions.clone() })
        );
        assert_eq!(dated(text, "u"), []);
    }

    #[test]
    fn what_is_wrong_in_them_is_said() {
        for (text, message) in [
            ("a\n", "line 1: `a` stands before the first `# topic`"),
            ("# t\na\n", "line 2: `a` stands under no `## section`"),
            ("# t\n## stop\n", "line 2: the words of t have no `stop`"),
            ("# general\n## names\n", "line 2: the words of general have no `names`"),
        ] {
            assert_eq!(read(text).1, [message]);
        }
    }
}
