//! `godrill decks --coverage`: how well it knows which card answers a question.

use std::collections::{BTreeSet, HashSet};
use std::fs;

use godrill::inside::builtin;
use godrill::inside::model::card::Card;
use godrill::inside::model::coverage::{Index, covering};
use godrill::inside::model::term::Vocabulary;

use crate::home::{Home, repository};

/// Floors for the labelled lists. Precision: of the questions said to have a card, the share for
/// which the first card named does answer. Recall: of those that a card answers, the share for
/// which it is named. These lists were known when the words were written, so recall is lower on
/// other questions. Texts of cards change, so there is room below what is measured.
const PRECISION: f64 = 0.95;
const RECALL: f64 = 0.75;

/// What a labelled list came to.
#[derive(Default)]
struct Tally {
    /// Questions with a card, and those without.
    answerable: usize,
    foreign: usize,
    /// Questions said to have a card, and those of them whose card does answer.
    said: usize,
    right: usize,
    faults: Vec<String>,
}

impl Tally {
    fn add(&mut self, more: Tally) {
        self.answerable += more.answerable;
        self.foreign += more.foreign;
        self.said += more.said;
        self.right += more.right;
        self.faults.extend(more.faults);
    }

    /// Precision and recall.
    fn shares(&self) -> (f64, f64) {
        let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
        (share(self.right, self.said), share(self.right, self.answerable))
    }

    fn words(&self, name: &str) -> String {
        let (precision, recall) = self.shares();
        let Tally { answerable, foreign, said, .. } = self;
        format!(
            "{name}: {answerable} with a card, {foreign} without, {said} said to have one: \
             precision {precision:.3}, recall {recall:.3}"
        )
    }

    /// Whether precision and recall are high enough.
    fn reaches(&self, precision: f64, recall: f64) -> bool {
        let (right, found) = self.shares();
        right >= precision && found >= recall
    }
}

fn built_in() -> (Vec<Card>, Index) {
    let cards = builtin::decks().1;
    let index = Index::new(Vocabulary::new(&builtin::words()), &cards);
    (cards, index)
}

/// Measures a list with lines `ids of cards that answer, or -`, a tab, `question`.
fn measure(list: &str, cards: &[Card], index: &Index) -> Tally {
    let known: HashSet<&str> = cards.iter().map(|card| card.id.as_str()).collect();
    let mut tally = Tally::default();
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (ids, question) = line.split_once('\t').unwrap();
        let ids: Vec<&str> = ids.split(',').filter(|id| *id != "-").collect();
        assert!(ids.iter().all(|id| known.contains(id)), "{line}");
        let found = index.nearest(question, "", 3);
        let named = covering(&found).first().map(|found| cards[found.card].id.as_str());
        tally.said += usize::from(named.is_some());
        tally.right += usize::from(named.is_some_and(|id| ids.contains(&id)));
        tally.answerable += usize::from(!ids.is_empty());
        tally.foreign += usize::from(ids.is_empty());
        if named.map_or(!ids.is_empty(), |id| !ids.contains(&id)) {
            tally.faults.push(format!("{question}: {named:?}, not {ids:?}"));
        }
    }
    tally
}

/// The labelled lists: one for each topic, with the questions that it answers and, where mistakes
/// are likely, some that it does not; `none` has more of these.
fn lists() -> Vec<(String, String)> {
    let folder = repository().join("tests/it/fixtures/coverage");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut lists: Vec<(String, String)> = files
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    lists.sort();
    lists
}

/// The floors of a topic, which its list begins with: `# precision 0.95, recall 0.80`.
fn floors(list: &str) -> (f64, f64) {
    let line = list.lines().next().and_then(|line| line.strip_prefix("# precision "));
    let (precision, recall) = line.and_then(|line| line.split_once(", recall ")).expect("floors");
    (precision.parse().expect("a share"), recall.parse().expect("a share"))
}

#[test]
fn questions_find_their_cards_and_others_find_none() {
    let (cards, index) = built_in();
    let topics: BTreeSet<&str> = cards.iter().map(|card| card.topic.as_str()).collect();
    let lists = lists();
    for topic in topics {
        assert!(lists.iter().any(|(name, _)| name == topic), "{topic} has no labelled list");
    }
    let mut all = Tally::default();
    let mut low = Vec::new();
    for (name, list) in &lists {
        let tally = measure(list, &cards, &index);
        println!("{}", tally.words(name));
        if name != "none" {
            let (precision, recall) = floors(list);
            assert!(precision >= 0.85 && recall >= 0.60, "{name}: the floors are too low");
            if !tally.reaches(precision, recall) {
                low.push(format!("{} (floors {precision}, {recall})", tally.words(name)));
            }
        }
        all.add(tally);
    }
    println!("{}\n{}", all.faults.join("\n"), all.words("all"));
    assert!(all.reaches(PRECISION, RECALL), "{}", all.words("all"));
    assert!(low.is_empty(), "{}", low.join("\n"));
}

/// Floors for a list that its writer handed over only when rules and words were finished; neither
/// was changed for it since.
const BLIND_PRECISION: f64 = 0.95;
const BLIND_RECALL: f64 = 0.55;

#[test]
fn a_list_that_no_rule_was_made_for_is_answered_as_well() {
    let (cards, index) = built_in();
    let blind = measure(include_str!("fixtures/blind.tsv"), &cards, &index);
    println!("{}\n{}", blind.faults.join("\n"), blind.words("blind"));
    assert!(blind.reaches(BLIND_PRECISION, BLIND_RECALL), "{}", blind.words("blind"));
}

/// Questions that share words with cards about something else.
const FOREIGN: &str = "\
- 视图和物化视图有什么差别？
- 显卡为什么适合训练模型？
- 浏览器怎么渲染一个页面？
- 主键和外键有什么差别？
- 数据库里的触发器该怎么用？
- 芯片的良率怎么提高？
- What does the Liskov substitution principle demand?
- What is a covering tree in graph theory?
- 归并排序最差要多久？
- 分片键选错以后怎么补救？
- Go 的方法里有 self 吗？
- 起一个线程有哪几种写法？
- 对象怎么序列化成二进制？
- 你处理过哪些线上事故？
- 跳表和 B+ 树哪个快？
- When would you reach for type parameters?
- 双指针适合解决哪类题？
- 挑一个 JSON 库，看重什么？
";

/// Questions that cards do ask.
const ASKED: &str = "\
- map 什么时候扩容？
- What are channels?
- 切片的扩容机制是什么？
- 写屏障是什么？
- 往已关闭的 channel 里发送会怎样？
- goroutine 和线程有什么区别？
- When is a GC triggered?
";

#[test]
fn only_questions_about_the_subject_of_a_card_are_known() {
    let home = Home::new();
    home.file("foreign.md", FOREIGN);
    home.file("asked.md", ASKED);
    for (file, end) in [
        ("foreign.md", "0 cards, 18 drafts, 0 known, 0 left out"),
        ("asked.md", "0 cards, 0 drafts, 7 known, 0 left out"),
    ] {
        let printed = home.godrill(&format!("import {file} --dry-run")).ok();
        assert!(printed.contains(end), "{printed}");
    }
}

#[test]
fn what_came_in_once_adds_nothing_when_it_comes_again() {
    let home = Home::new();
    let lists: Vec<(String, String)> = lists();
    let lines = lists.iter().flat_map(|(_, list)| list.lines());
    let mut notes: String = lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(_, question)| format!("- [ ] {question}\n"))
        .collect();
    // More and more cards with the words of the questions above.
    for n in 0..60 {
        notes += &format!("\n## 第 {n} 种 channel 怎么扩容，写屏障怎么触发？\n\n看第 {n} 页。\n");
    }
    home.file("notes.md", &notes);
    home.godrill("import notes.md --yes").ok();
    let again = home.godrill("import notes.md --yes").ok();
    assert!(again.contains("0 cards added, 0 updated"), "{again}");
}

// Words that no built-in card knows, so that only these cards are named.
const CARDS: &str = "\
## How does a frobnicator grow? {#t-frob-growth}

It splits.

## What is a **quuxlet**? {#t-quuxlet}

Half a quux.
";

const LIST: &str = "\
# Notes

Prose about frobnicators.

- [ ] frobnicator 相关
  - [x] 如何扩容
- [ ] quuxlet 是什么
- [ ] COBOL 的段落
- a note on quuxlets

When do frobnicators grow?
";

/// Lines with `__` for the per cents, which move when built-in decks change.
fn masked(printed: &str) -> String {
    let mask = |line: &str| match line.split_once(" %  ") {
        Some((_, rest)) => format!("    __ %  {rest}\n"),
        None => format!("{line}\n"),
    };
    printed.lines().map(mask).collect()
}

#[test]
fn a_checklist_is_answered_line_by_line() {
    let home = Home::new();
    home.deck(CARDS);
    home.file("q.md", LIST);
    assert_eq!(
        masked(&home.godrill("decks --coverage q.md").ok()),
        "\
5: frobnicator 相关
    __ %  t-frob-growth  How does a frobnicator grow?
6: frobnicator 相关 > 如何扩容
    __ %  t-frob-growth  How does a frobnicator grow?
7: quuxlet 是什么
    __ %  t-quuxlet  What is a quuxlet?
8: COBOL 的段落
    no card
11: When do frobnicators grow?
    __ %  t-frob-growth  How does a frobnicator grow?
5 questions, 4 with a card
"
    );
}

#[test]
fn a_plain_list_has_a_question_a_line() {
    let home = Home::new();
    home.deck(CARDS);
    let list = "Growth of frobnicators\n\nQuuxlet prices on Mars\n";
    assert_eq!(
        masked(&home.godrill("decks --coverage -").stdin(list).ok()),
        "\
1: Growth of frobnicators
    __ %  t-frob-growth  How does a frobnicator grow?
3: Quuxlet prices on Mars
    no card
2 questions, 1 with a card
"
    );
    let json = home.godrill("decks --coverage - --json").stdin(list).ok();
    let mut json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for card in ["/questions/0/cards/0/score", "/questions/1/nearest/score"] {
        let score = json.pointer_mut(card).unwrap();
        let percent = score.as_u64().unwrap();
        assert_eq!(percent >= 70, card.contains("cards"), "{percent}");
        *score = 0.into();
    }
    let card = |id: &str, question: &str| serde_json::json!({"id": id, "topic": "t", "question": question, "score": 0});
    assert_eq!(
        json,
        serde_json::json!({
            "version": 1, "total": 2, "covered": 1, "threshold": 70,
            "questions": [
                {
                    "line": 1, "question": "Growth of frobnicators", "context": [],
                    "covered": true, "nearest": null,
                    "cards": [card("t-frob-growth", "How does a frobnicator grow?")],
                },
                {
                    "line": 3, "question": "Quuxlet prices on Mars", "context": [],
                    "covered": false, "cards": [],
                    "nearest": card("t-quuxlet", "What is a quuxlet?"),
                },
            ],
        })
    );
}

#[test]
fn what_is_no_list_is_refused() {
    let home = Home::new();
    home.file("empty.md", "# Notes\n\nProse.\n");
    home.file("bytes", [b'a', 0xff, b'b']);
    home.godrill("decks --coverage empty.md")
        .fails(1, "error: empty.md holds no questions: give one a line, or a Markdown checklist\n");
    home.godrill("decks --coverage bytes")
        .fails(1, "error: bytes: byte 2, in line 1, is not text in UTF-8: save it as UTF-8\n");
    home.godrill("decks --coverage none.md")
        .fails(1, "error: cannot read none.md: No such file or directory (os error 2)\n");
}
