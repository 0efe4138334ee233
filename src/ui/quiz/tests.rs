use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::model::card::Lang;
use crate::ui::canvas;

fn view() -> View {
    View {
        words: Words::EN,
        topic: "Test".into(),
        state: "new",
        progress: "1/1".into(),
        done: 0,
        all: 1,
        new: 1,
        learning: 0,
        due: 0,
        plan: None,
        elapsed: 0,
        paused: false,
        faces: Vec::new(),
        stage: Stage::Question,
        evidence: Vec::new(),
        note: None,
        flagged: false,
        panel: None,
        entry: None,
        typed: None,
        waits: None,
        proposed: None,
        next: None,
        notice: None,
        help: None,
        scroll: 0,
        shift: 0,
    }
}

fn draw_at(view: &View, width: u16, height: u16) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, view, &Theme::dark())).unwrap();
    terminal
}

#[test]
fn the_clock_shows_hours_only_when_there_are_any() {
    assert_eq!(clock(0), "0:00");
    assert_eq!(clock(75_999), "1:15");
    assert_eq!(clock(3_600_000), "1:00:00");
}

#[test]
fn the_cursor_stands_where_typing_goes_on() {
    let mut text = TypedText::default();
    text.insert("通道 a\n0123456789012345678901234567890");
    let typed = |text: &TypedText| TypedAnswer {
        text: text.clone(),
        open: true,
        choice: None,
        result: None,
    };
    // A blank line and a rule stand above; the second line is broken at 28 columns.
    let at = |text: &TypedText| {
        page(&View { typed: Some(typed(text)), ..view() }, 30, &Theme::mono()).cursor
    };
    assert_eq!(at(&text), Some((4, 5)));
    text.up();
    assert_eq!(at(&text), Some((2, 6)));
    text.home();
    text.right();
    assert_eq!(at(&text), Some((2, 2)));
}

#[test]
fn every_rating_is_on_a_narrow_screen() {
    let view = View { stage: Stage::Short, waits: Some([Wait::Minutes(10); 4]), ..view() };
    for (width, height) in [(40, 15), (40, 11), (60, 20), (52, 8), (80, 24)] {
        let terminal = draw_at(&view, width, height);
        let text = terminal.backend().to_string();
        for rating in ["1 ", "2 ", "3 ", "4 "] {
            assert!(text.contains(rating), "{width}x{height}\n{text}");
        }
    }
}

/// Text that is hard to lay out.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-z ]{0,30}|[一-龥，。]{1,20}",
        1 => prop::sample::select(vec![
            "\n\n", "\n- ", "\n```\n────────────────────────────────────────────→ 调度器 ───→ x\n```\n",
            "\n```go run\nfunc main() { println(\"a very long line of code, longer than most screens\") }\n```\n",
            "\n| a | b |\n|---|---|\n| one two three four | 五六七八九十 |\n\n", "\t", "\x1b[2J", "\u{301}", "👩\u{200d}👦",
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn views() -> impl Strategy<Value = View> {
    let face = (nasty(), nasty(), nasty(), nasty()).prop_map(|(title, body, short, depth)| Face {
        lang: "中文",
        title,
        body,
        short,
        depth,
    });
    let typed = (nasty(), 0..40usize, any::<bool>(), any::<bool>(), 0..4usize).prop_map(
        |(input, back, open, is_choice, verdict)| {
            let mut text = TypedText::default();
            text.insert(&input);
            (0..back).for_each(|_| text.left());
            let verdicts = [Verdict::Right, Verdict::Close, Verdict::Wrong];
            let result = verdicts.get(verdict).map(|v| ("1\n通道\n".to_owned(), *v));
            let choice = is_choice.then(|| Choice { letters: vec!['a', 'b'], several: open });
            let open = open && result.is_none() && !is_choice;
            TypedAnswer { text, open, choice, result }
        },
    );
    let counts = (0..3000usize, 0..3000usize, 0..999usize, 0..999usize, 0..999usize);
    let stage = prop::sample::select(vec![Stage::Question, Stage::Short, Stage::Full]);
    (
        (nasty(), counts, 0..100_000_000i64, prop::collection::vec(face, 0..3), stage),
        (prop::collection::vec(nasty(), 0..3), prop::option::of(typed)),
        (prop::option::of((nasty(), any::<bool>())), prop::option::of(0..30usize)),
        (0..60usize, 0..60usize, any::<bool>()),
    )
        .prop_map(|(card, answer, over, (scroll, shift, waits))| {
            let (topic, (done, all, new, learning, due), elapsed, faces, stage) = card;
            let (evidence, typed) = answer;
            let (notice, help) = over;
            let result = typed.as_ref().and_then(|t| t.result.as_ref());
            View {
                words: if all % 2 == 0 { Words::EN } else { Words(Lang::Zh) },
                note: (new % 2 == 0).then(|| topic.clone()),
                flagged: due % 2 == 0,
                panel: match learning % 4 {
                    0 => Some(Panel::Info(panel::Info {
                        title: topic.clone(),
                        rows: vec![[topic.clone(), topic.clone()], ["x".into(), topic.clone()]],
                        history: evidence.clone(),
                        scroll,
                    })),
                    1 => Some(Panel::Found(panel::Found {
                        query: topic.clone(),
                        cards: vec![
                            panel::Readable {
                                id: topic.clone(),
                                faces: faces.clone(),
                                note: Some(topic.clone()),
                                evidence: evidence.clone(),
                            };
                            1 + new % 60
                        ],
                        at: scroll % (1 + new % 60),
                        reading: (shift % 2 == 0).then_some(scroll),
                    })),
                    _ => None,
                },
                entry: (due % 3 == 0).then(|| {
                    let mut text = TypedText::default();
                    text.insert(&panel::without_breaks(&topic));
                    (0..shift).for_each(|_| text.left());
                    let purpose = match due % 2 {
                        0 => panel::Purpose::Note,
                        _ => panel::Purpose::Search,
                    };
                    Entry { purpose, text }
                }),
                next: (all % 3 == 0).then_some(Rating::Good),
                progress: "12/345".into(),
                paused: scroll % 2 == 0,
                topic,
                state: "relearning",
                done,
                all,
                new,
                learning,
                due,
                plan: (done % 2 == 1).then(|| "12 days to go, 18 of 30 min".into()),
                elapsed,
                faces,
                stage,
                evidence,
                proposed: result.map(|(_, verdict)| verdict.rating()),
                typed,
                waits: waits.then_some([
                    Wait::Minutes(1),
                    Wait::Minutes(10),
                    Wait::Days(9),
                    Wait::Days(999),
                ]),
                notice: notice.map(|(text, alarm)| Notice { text, alarm }),
                help,
                scroll,
                shift,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_view_is_drawn_at_any_size(view in views(), width in 1u16..=130, height in 1u16..=45) {
        draw_at(&view, width, height);
    }
}

#[test]
fn a_view_is_drawn_at_every_size() {
    let mut text = TypedText::default();
    text.insert("1\n2");
    let view = View {
        stage: Stage::Full,
        scroll: 3,
        notice: Some(Notice { text: "a notice\nof two lines".into(), alarm: false }),
        typed: Some(TypedAnswer { text, open: true, choice: None, result: None }),
        ..view()
    };
    for width in 1..=130 {
        for height in 1..=45 {
            draw_at(&view, width, height);
        }
    }
}

/// Apart from inline code, whose backquotes show where there is no weight.
#[test]
fn the_words_and_signs_do_not_depend_on_the_theme() {
    let mut text = TypedText::default();
    text.insert("1\n3");
    let expected = Some(("1\n2".to_owned(), Verdict::Wrong));
    let face = Face {
        lang: "English",
        title: "What does it print?".into(),
        body: "```go\nfunc main() { println(\"a\", 1, nil) } // so\n```\n\n> quoted".into(),
        short: "**One** and *two*, [a link](https://go.dev), ~~three~~.".into(),
        depth: "- [x] done\n- open\n\n1. first\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n\
                ![a cat](cat.png)\n\n```output\n1\n```"
            .into(),
    };
    let question = View { faces: vec![face], new: 1, learning: 2, due: 3, ..view() };
    let answer = View {
        stage: Stage::Full,
        evidence: vec!["runtime/proc.go: func main()".into()],
        typed: Some(TypedAnswer { text, open: false, choice: None, result: expected }),
        waits: Some([Wait::Minutes(1), Wait::Minutes(10), Wait::Days(1), Wait::Days(4)]),
        proposed: Some(Rating::Again),
        ..question.clone()
    };
    let told = |alarm| Some(Notice { text: "so it is".into(), alarm });
    for view in [
        question.clone(),
        View { notice: told(false), paused: true, ..question.clone() },
        View { notice: told(true), scroll: 3, ..answer.clone() },
        View { help: Some(0), ..question },
        answer,
    ] {
        for size in [(30, 40), (80, 24), (120, 60)] {
            let mono = canvas::text(size, &view, &Theme::mono());
            for theme in [Theme::dark(), Theme::light()] {
                assert_eq!(canvas::text(size, &view, &theme), mono);
                // And no word has the colour that is good enough for rules only.
                let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
                terminal.draw(|frame| draw(frame, &view, &theme)).unwrap();
                for cell in terminal.backend().buffer().content() {
                    let is_word = cell.symbol().chars().any(char::is_alphanumeric);
                    assert!(!is_word || Some(cell.fg) != theme.rule.fg, "{cell:?}");
                }
            }
        }
    }
}

#[test]
fn an_alarm_is_told_from_a_notice_by_more_than_colour() {
    for theme in [Theme::dark(), Theme::light(), Theme::mono()] {
        let shown = |alarm| {
            let notice = Some(Notice { text: "so it is".into(), alarm });
            let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
            terminal.draw(|frame| draw(frame, &View { notice, ..view() }, &theme)).unwrap();
            terminal.backend().buffer()[(4, 22)].style().add_modifier
        };
        assert_ne!(shown(true), shown(false));
    }
}

#[test]
fn what_stands_on_a_rule_is_not_dim() {
    let notice = Some(Notice { text: "undone".into(), alarm: false });
    let face = Face {
        lang: "English",
        title: "Q".into(),
        body: "line\n\n".repeat(40),
        short: String::new(),
        depth: String::new(),
    };
    let view = View { faces: vec![face], notice, scroll: 3, ..view() };
    let terminal = draw_at(&view, 80, 24);
    let buffer = terminal.backend().buffer();
    for (row, word) in [(1, "↑ 3"), (22, "undone"), (22, "more")] {
        let line: String = (0..80).map(|x| buffer[(x, row)].symbol()).collect();
        let at = line[..line.find(word).unwrap()].chars().count() as u16;
        let style = buffer[(at, row)].style();
        assert!(!style.add_modifier.contains(ratatui::style::Modifier::DIM), "{word}: {style:?}");
    }
}

#[test]
fn the_page_stands_in_the_middle_of_a_wide_screen() {
    let face = Face {
        lang: "English",
        title: "Why?".into(),
        body: String::new(),
        short: String::new(),
        depth: String::new(),
    };
    let view = View { faces: vec![face], ..view() };
    let place = |width: u16, word: &str| {
        let terminal = draw_at(&view, width, 24);
        let buffer = terminal.backend().buffer();
        let line = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        let line = (0..24).map(line).find(|line| line.contains(word)).unwrap();
        line[..line.find(word).unwrap()].chars().count()
    };
    // The head, the question, a hint.
    for (width, left) in [(80, 0), (100, 0), (104, 0), (120, 8), (200, 48)] {
        let places = ["Test ", "Why?", "space "].map(|word| place(width, word));
        assert_eq!(places, [left + 1, left + 2, left + 1], "{width}");
    }
}
