//! What became of what the learner did in a session.

super::words! {
    /// A card was forgotten too often.
    leech(times: u32, id: &str): ["{id} is a leech, forgotten {times} time: reword it with `godrill edit {id}`", "{id} is a leech, forgotten {times} times: reword it with `godrill edit {id}`"], "{id} 是难记卡，已忘记 {times} 次：请用 `godrill edit {id}` 换个写法";
    /// The same, and it was suspended.
    leech_suspended(times: u32, id: &str): ["{id} is a leech, forgotten {times} time: suspended", "{id} is a leech, forgotten {times} times: suspended"], "{id} 是难记卡，已忘记 {times} 次：已暂停";
    /// Another session was first.
    elsewhere(id: &str): "{id} was answered or changed in another session meanwhile; that one counts", "{id} 刚才已在另一个会话中作答或修改，以那次为准";
    /// A card was suspended.
    suspended(id: &str): "{id} is suspended; u brings it back", "{id} 已暂停，按 u 恢复";
    /// A card was buried.
    buried(id: &str): "{id} is buried until tomorrow; u brings it back", "{id} 已搁置到明天，按 u 恢复";
    /// A note was written.
    noted(id: &str): "note on {id} saved; u takes it back", "{id} 的笔记已保存，按 u 撤销";
    /// It was removed.
    note_gone(id: &str): "note on {id} removed; u brings it back", "{id} 的笔记已删除，按 u 恢复";
    /// It is too long.
    note_too_long: "the note was not saved: one has at most 64 KiB", "笔记未保存：最多 64 KiB";
    /// The note is as it was.
    note_unchanged: "the note is unchanged", "笔记没有改动";
    /// There is no note, in line mode.
    note_none: "no note yet: note TEXT writes one", "还没有笔记：用“note 文字”写一条";
    /// A card was flagged.
    flagged(id: &str): "{id} is flagged; * takes it away", "{id} 已标记，按 * 取消";
    /// It was unflagged.
    unflagged(id: &str): "{id} is no longer flagged", "{id} 已取消标记";
    /// A follow-up comes at once.
    follow_now(id: &str): "follow-up {id}; the card before comes back after it", "追问：{id}；之后回到上一张卡片";
    /// A follow-up comes after the rating.
    follow_next(id: &str): "rate this one, then comes its follow-up {id}", "给这张评分后，就问追问 {id}";
    /// There is none.
    follow_none: "this card has no follow-up", "这张卡片没有追问";
    /// No card has these words.
    nothing_found(words: &str): "no card has `{words}`", "没有卡片包含“{words}”";
    /// A search without words, in line mode.
    search_what: "search WORDS lists cards that have them", "用“search 词语”列出含有它们的卡片";
    /// Cards that were found, in line mode.
    search_shows: "search ID shows one of them", "用“search ID”显示其中一张";
    /// An answer was taken back.
    undone_rating(id: &str, rating: &str): "undone: {id}: {rating}", "已撤销：{id} 的评分（{rating}）";
    /// A suspension was taken back.
    undone_suspended(id: &str): "undone: {id}: suspended", "已撤销：{id} 的暂停";
    /// A burial was taken back.
    undone_buried(id: &str): "undone: {id}: buried", "已撤销：{id} 的搁置";
    /// An edit was taken back.
    undone_edited(id: &str): "undone: {id}: edited", "已撤销：{id} 的编辑";
    /// A note was taken back.
    undone_noted(id: &str): "undone: {id}: noted", "已撤销：{id} 的笔记";
    /// A flag was taken back.
    undone_flagged(id: &str): "undone: {id}: flagged", "已撤销：{id} 的标记";
    /// A note was written again.
    redone_noted(id: &str): "redone: {id}: noted", "已重做：{id} 的笔记";
    /// A flag was set again.
    redone_flagged(id: &str): "redone: {id}: flagged", "已重做：{id} 的标记";
    /// Something else was taken back.
    undone(what: &str): "undone: {what}", "已撤销：{what}";
    /// An answer was given again.
    redone_rating(id: &str, rating: &str): "redone: {id}: {rating}", "已重做：{id} 的评分（{rating}）";
    /// A suspension was done again.
    redone_suspended(id: &str): "redone: {id}: suspended", "已重做：{id} 的暂停";
    /// A burial was done again.
    redone_buried(id: &str): "redone: {id}: buried", "已重做：{id} 的搁置";
    /// An edit was done again.
    redone_edited(id: &str): "redone: {id}: edited", "已重做：{id} 的编辑";
    /// Something else was done again.
    redone(what: &str): "redone: {what}", "已重做：{what}";
    /// There is nothing to take back.
    nothing_to_undo: "nothing to undo in this session; `godrill undo` goes further back", "本次练习没有可撤销的操作；更早的请用 `godrill undo`";
    /// Something else was done since.
    undo_other: "there was another change since: `godrill undo` takes that back first", "之后还有别的改动：请先用 `godrill undo` 撤销它";
    /// There is nothing to do again.
    nothing_to_redo: "nothing to redo in this session", "本次练习没有可重做的操作";
    /// Something was done since.
    redo_other: "nothing to redo: there was a change since", "无法重做：之后又有了改动";
    /// Why a step cannot be taken back.
    cannot_undo(why: &str): "cannot undo: {why}", "无法撤销：{why}";
    /// Why a step cannot be done again.
    cannot_redo(why: &str): "cannot redo: {why}", "无法重做：{why}";
}
