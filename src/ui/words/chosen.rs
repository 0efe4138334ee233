//! What is said when something is done to all cards that a filter means.

super::words! {
    /// Asks before cards are suspended; `named` is empty or as [`Words::chosen_named`] says it.
    ask_suspend(n: usize, named: &str): ["Suspend {n} card{named}? [y/N] ", "Suspend {n} cards{named}? [y/N] "], "暂停 {n} 张卡片{named}？[y/N] ";
    /// The same before they come back.
    ask_unsuspend(n: usize, named: &str): ["Unsuspend {n} card{named}? [y/N] ", "Unsuspend {n} cards{named}? [y/N] "], "恢复 {n} 张卡片{named}？[y/N] ";
    /// The same before they are buried.
    ask_bury(n: usize, named: &str): ["Bury {n} card{named}? [y/N] ", "Bury {n} cards{named}? [y/N] "], "搁置 {n} 张卡片{named}？[y/N] ";
    /// The same before they go to another topic.
    ask_move(n: usize, named: &str, to: &str): ["Move {n} card{named} to {to}? [y/N] ", "Move {n} cards{named} to {to}? [y/N] "], "把 {n} 张卡片{named}移到 {to}？[y/N] ";
    /// The same before their topic gets another name.
    ask_rename(n: usize, named: &str, from: &str, to: &str): ["Rename {from} to {to} with {n} card{named}? [y/N] ", "Rename {from} to {to} with {n} cards{named}? [y/N] "], "把主题 {from} 改名为 {to}，共 {n} 张卡片{named}？[y/N] ";
    /// The ids of a few cards.
    chosen_named(ids: &str): " ({ids})", "（{ids}）";
    /// The answer was no.
    none_suspended: "nothing was suspended", "没有暂停任何卡片";
    /// The same.
    none_unsuspended: "nothing was unsuspended", "没有恢复任何卡片";
    /// The same.
    none_buried: "nothing was buried", "没有搁置任何卡片";
    /// The same.
    none_moved: "nothing was moved", "没有移动任何卡片";
    /// The same.
    none_renamed: "nothing was renamed", "没有改名";
    /// It is done.
    all_suspended(n: usize): ["{n} card suspended", "{n} cards suspended"], "已暂停 {n} 张卡片";
    /// It is done.
    all_unsuspended(n: usize): ["{n} card unsuspended", "{n} cards unsuspended"], "已恢复 {n} 张卡片";
    /// It is done, but for drafts.
    drafts_left_out(n: usize, done: &str): ["{done}; {n} draft without an answer left out", "{done}; {n} drafts without an answer left out"], "{done}；另有 {n} 张草稿没有答案，未恢复";
    /// It is done.
    all_buried(n: usize): ["{n} card buried until tomorrow", "{n} cards buried until tomorrow"], "已搁置 {n} 张卡片，明天再问";
}
