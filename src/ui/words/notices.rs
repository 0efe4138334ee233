//! What became of what the learner did in a session.

super::words! {
    /// A card was forgotten too often.
    leech(times: u32, id: &str): ["{id} is a leech, forgotten {times} time: reword it with `godrill edit {id}`", "{id} is a leech, forgotten {times} times: reword it with `godrill edit {id}`"], "{id} 是难记卡，已忘记 {times} 次：请用 `godrill edit {id}` 换个写法";
    /// The same, and it was suspended.
    leech_suspended(times: u32, id: &str): ["{id} is a leech, forgotten {times} time: suspended", "{id} is a leech, forgotten {times} times: suspended"], "{id} 是难记卡，已忘记 {times} 次：已暂停";
    /// Another session was faster.
    elsewhere(id: &str): "{id} was answered or changed in another session meanwhile; that one counts", "{id} 刚才已在另一个会话中作答或修改，以那次为准";
    /// A card was suspended.
    suspended(id: &str): "{id} is suspended; u brings it back", "{id} 已暂停，按 u 恢复";
    /// A card was buried.
    buried(id: &str): "{id} is buried until tomorrow; u brings it back", "{id} 已搁置到明天，按 u 恢复";
    /// An answer was taken back.
    undone_rating(id: &str, rating: &str): "undone: {id}: {rating}", "已撤销：{id} 的评分（{rating}）";
    /// A suspension was taken back.
    undone_suspended(id: &str): "undone: {id}: suspended", "已撤销：{id} 的暂停";
    /// A burial was taken back.
    undone_buried(id: &str): "undone: {id}: buried", "已撤销：{id} 的搁置";
    /// An edit was taken back.
    undone_edited(id: &str): "undone: {id}: edited", "已撤销：{id} 的编辑";
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
