//! What the keys are called and what they do.

super::words! {
    /// The space bar.
    key_space: "space", "空格";
    /// The key Enter.
    key_enter: "Enter", "回车";
    /// What the space bar does.
    does_next: "show the answer, then the rest, then the next page", "依次：答案、更多、翻页";
    /// What Enter does.
    does_enter: "the same; hands in a typed answer, takes a proposed rating", "同上；提交输入的答案，采用建议的评分";
    /// What Enter does in line mode.
    does_line: "show the answer, then the rest; takes a proposed rating", "先显示答案，再显示更多；采用建议的评分";
    /// What `m` does in line mode.
    does_more: "show the rest, even where Enter would rate", "显示更多，即使此时按回车会评分";
    /// What the digits do.
    does_rate: "rate: Again, Hard, Good, Easy", "重来、困难、良好、简单";
    /// What the letters do on a choice card.
    does_choose: "choose that option (choice cards)", "选择该选项（选择题）";
    /// What `t` does.
    does_type: "type the answer (output cards)", "输入答案（输出题）";
    /// What `u` does.
    does_undo: "undo what you did in this session", "撤销本次练习中的操作";
    /// What `r` does.
    does_redo: "redo what you undid", "重做撤销的操作";
    /// What `e` does.
    does_edit: "edit the card in $EDITOR", "用 $EDITOR 编辑卡片";
    /// What `s` does.
    does_suspend: "suspend the card: never asked again", "暂停卡片：以后不再问";
    /// What `b` does.
    does_bury: "bury the card until tomorrow", "搁置卡片：明天再问";
    /// What `n` does.
    does_note: "write a note on the card", "给卡片写笔记";
    /// What `note` does in line mode.
    does_note_line: "note TEXT writes a note, note - removes it", "note 文字：写笔记；note -：删除笔记";
    /// What `*` does.
    does_flag: "flag the card, or unflag it", "标记卡片，或取消标记";
    /// What `i` does.
    does_info: "level, history, next intervals", "级别、历史、下次间隔";
    /// What `f` does.
    does_follow: "ask the follow-up now", "现在问追问题";
    /// What `/` does.
    does_search: "search, and read other cards", "搜索并阅读其他卡片";
    /// What `search` does in line mode.
    does_search_line: "search WORDS lists cards, search ID shows one", "search 词语：列出卡片；search ID：显示一张";
    /// What `o` does.
    does_open: "open or show the sources", "打开或列出来源";
    /// What `l` does.
    does_language: "switch the cards' language: en, zh, both", "卡片语言：英、中、双语";
    /// What `p` does.
    does_pause: "pause the clock; any key resumes", "暂停计时；按任意键继续";
    /// What `p` does in line mode.
    does_pause_line: "pause the clock; any line resumes", "暂停计时；输入任意一行继续";
    /// What `?` does.
    does_help: "show these keys", "显示按键帮助";
    /// What `q` does.
    does_leave: "leave; everything is saved", "退出；进度均已保存";
    /// What the keys do that scroll by a line.
    does_scroll: "scroll by a line", "滚动一行";
    /// What the keys do that scroll by a page.
    does_page: "scroll by a page", "滚动一页";
    /// What the keys do that go to an end.
    does_ends: "go to the top, to the end", "到开头、到末尾";
    /// What the keys do that scroll sideways.
    does_shift: "scroll a drawing that is too wide", "左右滚动过宽的图";
    /// What Esc does.
    does_close: "home, or close this help, typing", "回首页，或关闭已打开的";
}
