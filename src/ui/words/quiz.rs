//! What the quiz says, on the full screen and line by line.

super::words! {
    /// A window in which nothing fits.
    too_small: "make the window larger", "请把窗口放大";
    /// The rating 1 on its key.
    key_again: "Again", "重来";
    /// The rating 2 on its key.
    key_hard: "Hard", "困难";
    /// The rating 3 on its key.
    key_good: "Good", "良好";
    /// The rating 4 on its key.
    key_easy: "Easy", "简单";
    /// The state of a card that is new.
    state_new: "new", "新卡";
    /// The state of a card that is asked out of turn.
    state_cram: "cram", "突击";
    /// New cards left.
    left_new(n: usize): "new {n}", "新 {n}";
    /// Learning cards left.
    left_learning(n: usize): "learning {n}", "学习 {n}";
    /// Due cards left.
    left_due(n: usize): "due {n}", "复习 {n}";
    /// New cards left, where there is little room.
    narrow_new(n: usize): "n{n}", "新{n}";
    /// Learning cards left, where there is little room.
    narrow_learning(n: usize): "l{n}", "学{n}";
    /// Due cards left, where there is little room.
    narrow_due(n: usize): "d{n}", "复{n}";
    /// Minutes of a plan: those that are used and all.
    minutes(spent: u32, of: u32): "{spent} of {of} min", "{spent} / {of} 分钟";
    /// How a plan stands: days to go, and the minutes as [`Words::minutes`] says them.
    standing(days: u32, minutes: &str): ["{days} day to go, {minutes}", "{days} days to go, {minutes}"], "还有 {days} 天，{minutes}";
    /// The same in the last pass.
    standing_last(days: u32, minutes: &str): ["{days} day to go, last pass, {minutes}", "{days} days to go, last pass, {minutes}"], "还有 {days} 天，最后一遍，{minutes}";
    /// How a plan stands on its day.
    standing_today(minutes: &str): "today is the day, {minutes}", "今天面试，{minutes}";
    /// The same in the last pass.
    standing_today_last(minutes: &str): "today is the day, last pass, {minutes}", "今天面试，最后一遍，{minutes}";
    /// The clock stands still.
    paused: "paused", "已暂停";
    /// A wait of minutes.
    wait_minutes(m: u32): "{m}m", "{m}分";
    /// A wait of hours.
    wait_hours(h: u32): "{h}h", "{h}时";
    /// A wait of days.
    wait_days(d: u32): "{d}d", "{d}天";
    /// A wait of months.
    wait_months(m: f64): "{m:.1}mo", "{m:.1}月";
    /// A wait of years.
    wait_years(y: f64): "{y:.1}y", "{y:.1}年";

    /// Above the answer.
    answer: "answer", "答案";
    /// Above the sources.
    sources: "sources", "来源";
    /// Above the learner's own note.
    note: "note", "笔记";
    /// Above it, as a line.
    line_note: "Note:", "笔记：";
    /// Above the words that are searched for.
    search: "search", "搜索";
    /// Above the cards that were found.
    found(n: usize, words: &str): ["{words}: {n} card", "{words}: {n} cards"], "{words}：{n} 张卡片";
    /// What Enter does while a note is written.
    hint_save: "save", "保存";
    /// What Enter does while words are typed.
    hint_search: "search", "搜索";
    /// What Esc does there.
    hint_cancel: "cancel", "取消";
    /// What Alt-Enter does while a note is written.
    hint_editor: "editor", "编辑器";
    /// The keys Alt and Enter.
    key_alt_enter: "Alt-Enter", "Alt-回车";
    /// What Enter does in a list.
    hint_read: "read", "阅读";
    /// What Esc does there.
    hint_back: "back", "返回";
    /// What the arrows do in a list.
    hint_choose_card: "choose", "选择";
    /// What the arrows do on a page.
    hint_scroll: "scroll", "滚动";
    /// Answers to the card, in its info.
    info_history: "history", "历史";
    /// Above the output that is typed.
    your_output: "what it prints", "程序输出";
    /// Above the letters that are chosen.
    your_choice: "your choice: all that apply", "你的选择（多选）";
    /// Above the comparison.
    your_answer: "your answer", "你的答案";
    /// The answer is right.
    is_right: "right", "正确";
    /// The answer is nearly right.
    is_close: "nearly: only spaces, line breaks or case differ", "接近：只有空格、换行或大小写不同";
    /// There is no answer.
    is_missing: "not answered", "未作答";
    /// The answer is wrong.
    is_wrong: "wrong", "错误";
    /// What was chosen and what is right, as letters.
    chose(chosen: &str, right: &str): "you chose {chosen}, the answer is {right}", "你选了 {chosen}，正确答案是 {right}";
    /// The letters of what is right.
    right_is(right: &str): "the answer is {right}", "正确答案是 {right}";
    /// What `-` marks in the comparison.
    marks_right: "- what it prints", "- 程序输出";
    /// What `+` marks in it.
    marks_typed: "+ what you typed", "+ 你的输入";

    /// The title of the help.
    keys: "keys", "按键";
    /// Lines below what is shown.
    more_below(n: usize): "↓ {n} more", "↓ 还有 {n} 行";
    /// What the space bar does next: the answer.
    hint_answer: "answer", "显示答案";
    /// What the space bar does next: the rest.
    hint_more: "more", "更多";
    /// What the space bar does next: the next page.
    hint_down: "down", "翻页";
    /// What `t` does.
    hint_type: "type", "输入";
    /// What Enter does, where a rating is proposed.
    hint_rates(n: u8): "rates {n}", "评 {n}";
    /// What `?` does.
    hint_help: "help", "帮助";
    /// What `q` does.
    hint_quit: "quit", "退出";
    /// What `u` does.
    hint_undo: "undo", "撤销";
    /// What `l` does.
    hint_language: "language", "语言";
    /// What `e` does.
    hint_edit: "edit", "编辑";
    /// What `s` does.
    hint_suspend: "suspend", "暂停";
    /// What `b` does.
    hint_bury: "bury", "搁置";
    /// What is to be done on a card that takes an output.
    hint_type_output: "type the output", "请输入程序输出";
    /// What Enter does while nothing is typed.
    hint_show: "show the answer", "显示答案";
    /// What leads to the other keys while an answer is typed.
    hint_commands: "commands", "其他按键";
    /// What hands in an output of several lines.
    submit_keys: "Enter on an empty line or Ctrl-D", "空行回车或 Ctrl-D";
    /// What that does.
    hint_submit: "submit", "提交";
    /// What a letter does on a choice card.
    hint_choose: "choose", "选择";

    /// A rating came before the answer.
    show_first: "show the answer first: space", "请先按空格显示答案";
    /// There is nothing more of the card.
    end_of_card: "end of card: rate it 1–4", "已到末尾：请按 1–4 评分";
    /// The clock was stopped.
    paused_by_key: "paused: any key resumes", "计时已暂停，按任意键继续";
    /// Cards are shown in English.
    shown_in_english: "language: en", "卡片语言：英文";
    /// Cards are shown in Chinese.
    shown_in_chinese: "language: zh", "卡片语言：中文";
    /// Cards are shown in both languages.
    shown_in_both: "language: both", "卡片语言：双语";
    /// What could not be saved, and why.
    not_saved(why: &str): "not saved: {why}", "未保存：{why}";
    /// A source was opened.
    opened(link: &str): "opened {link}", "已打开 {link}";
    /// There is no source.
    no_sources: "this card has no sources", "这张卡片没有来源";

    /// A key and what it does.
    key_does(key: &str, what: &str): "{key}: {what}", "{key}：{what}";
    /// Between what can be typed.
    comma: ", ", "，";
    /// What an empty line does: the answer.
    line_answer: "show answer", "显示答案";
    /// What an empty line or `m` does: the rest.
    line_more: "more", "更多";
    /// What `?` does.
    line_help: "help", "帮助";
    /// What `q` does.
    line_quit: "quit", "退出";
    /// Asks for the output of a program.
    type_output: "Type the output, then an empty line (a single \\ stands for a blank line).", "请输入程序输出，以空行结束（单独的 \\ 表示输出中的空行）。";
    /// Asks for a letter.
    type_letter: "Type a letter.", "请输入选项字母。";
    /// Asks for letters.
    type_letters: "Type the letters of all that apply.", "请输入所有正确选项的字母。";
    /// The answer is right, as a line.
    line_right: "Right.", "正确。";
    /// The answer is nearly right, as a line.
    line_close: "Nearly: only spaces, line breaks or case differ.", "接近：只有空格、换行或大小写不同。";
    /// There is no answer, as a line.
    line_missing: "Not answered.", "未作答。";
    /// The answer is wrong, as a line.
    line_wrong: "Wrong.", "错误。";
    /// The letters of what is right, as a line.
    line_right_is(right: &str): "The answer is {right}.", "正确答案是 {right}。";
    /// What the marks of the comparison mean.
    line_marks: "What it prints is marked -, what was typed +:", "程序输出标 -，你的输入标 +：";
    /// Above the sources.
    line_sources: "Sources:", "来源：";
    /// The clock was stopped.
    line_paused: "Paused: any line resumes.", "计时已暂停，输入任意一行继续。";
    /// A rating came before the answer.
    line_show_first: "Show the answer first: press Enter.", "请先按回车显示答案。";
    /// Nothing more can be shown.
    line_rate: "Rate with 1 to 4, or ? for the other commands.", "请输入 1 到 4 评分，或输入 ? 查看其他命令。";
    /// A command that does not exist.
    unknown_command(command: &str): "unknown command `{command}`; ? lists them", "未知命令 `{command}`；输入 ? 查看所有命令";
}
