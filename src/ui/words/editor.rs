//! What is said of an edit of a card.

super::words! {
    /// Stands in the place of an answer that is not written yet.
    answer_here: "<!-- Write the answer here: first what you would say aloud. -->", "<!-- 在这里写答案：先写面试时要说出口的那一段。 -->";
    /// Nothing was changed.
    unchanged(id: &str): "{id} is unchanged", "{id} 没有改动";
    /// A draft got its answer.
    completed(id: &str): "answer saved; {id} is now in the queue", "答案已保存，{id} 已加入队列";
    /// A draft was changed and has no answer yet.
    still_draft(id: &str): "{id} is changed; it still needs an answer", "{id} 已修改，还没有答案";
    /// A card was changed.
    changed(id: &str): "{id} is changed; its progress stays", "{id} 已修改，进度不变";
    /// Where the text is.
    kept(path: &str): "what you wrote is kept in {path}", "你写的内容保存在 {path}";
    /// Why an edit was not stored, and where it is.
    not_stored(why: &str, path: &str): "{why}, what you wrote is kept in {path}", "{why}；你写的内容保存在 {path}";
    /// A line that cannot be read.
    bad_line(line: usize, message: &str, path: &str): "line {line}: {message}; nothing was changed, what you wrote is kept in {path}", "第 {line} 行：{message}；卡片未改动，你写的内容保存在 {path}";
    /// There is no card in the text.
    no_card_in_file(path: &str): "expected one card in the file, found none; nothing was changed, what you wrote is kept in {path}", "文件里应有一张卡片，却一张也没有；卡片未改动，你写的内容保存在 {path}";
    /// There are several.
    cards_in_file(n: usize, path: &str): "expected one card in the file, found {n}; nothing was changed, what you wrote is kept in {path}", "文件里应有一张卡片，却有 {n} 张；卡片未改动，你写的内容保存在 {path}";
    /// Another id or deck was written.
    fixed_name(path: &str): "a card's id and deck cannot be edited; nothing was changed, what you wrote is kept in {path}", "卡片的 ID 和所属卡组不能编辑；卡片未改动，你写的内容保存在 {path}";
    /// A card that no deck file can hold.
    not_as_text(id: &str, why: &str): "{id} cannot be edited as text: {why}", "{id} 无法以文本编辑：{why}";
    /// The editor did not start.
    cannot_start(editor: &str): "cannot start the editor `{editor}`: set EDITOR to one that is installed", "无法启动编辑器 `{editor}`：请把 EDITOR 设为已安装的编辑器";
    /// The editor failed.
    editor_failed(editor: &str): "the editor `{editor}` failed; nothing was changed", "编辑器 `{editor}` 出错退出；卡片未改动";
    /// A quote in `EDITOR`.
    open_quote(editor: &str): "EDITOR is `{editor}`, in which a quote is not closed: close it", "EDITOR 的值 `{editor}` 中引号没有闭合：请补上";
    /// Nothing in `EDITOR`.
    no_program(editor: &str): "EDITOR is `{editor}`, which names no program: set it to one that is installed", "EDITOR 的值 `{editor}` 不是程序名：请设为已安装的编辑器";
    /// A file of the edit cannot be written.
    cannot_write_file(path: &str): "cannot write {path}", "无法写入 {path}";
    /// It cannot be read.
    cannot_read_file(path: &str): "cannot read {path}", "无法读取 {path}";
    /// There is no place for it.
    no_folder(path: &str): "cannot make a folder for the editor in {path}", "无法在 {path} 中为编辑器创建文件夹";
    /// There are no cards without an answer.
    no_drafts: "there are no drafts", "没有草稿";
    /// Above the drafts in the editor.
    drafts_top(n: usize): ["{n} draft. Write the answer in the place of the comment below the question: first\nwhat you would say aloud, then the depth. Without an answer it stays a draft.", "{n} drafts. Write each answer in the place of the comment below its question: first\nwhat you would say aloud, then the depth. What has no answer stays a draft."], "共 {n} 份草稿。请在每个问题下的注释处写答案：先写面试时要说出口的那一段，\n再写细节。没写答案的仍是草稿。";
    /// Above what could not be read.
    drafts_again(n: usize): ["{n} error. Mend it, or leave this text as it is to give up.", "{n} errors. Mend them, or leave this text as it is to give up."], "有 {n} 处无法读取。请改正；要放弃，原样关闭即可。";
    /// One of them.
    drafts_error(line: usize, why: &str): "line {line}: {why}", "第 {line} 行：{why}";
    /// Drafts got their answers.
    drafts_done(n: usize): ["{n} answer saved; the card is now in the queue", "{n} answers saved; the cards are now in the queue"], "已保存 {n} 个答案，卡片已加入队列";
    /// What is left.
    drafts_left(n: usize): ["{n} draft still needs an answer", "{n} drafts still need an answer"], "还有 {n} 份草稿没有答案";
    /// Nothing was written.
    drafts_unchanged: "nothing was changed", "没有改动";
    /// What could not be read, and the learner gave up.
    drafts_kept(path: &str): "some of it cannot be read and was not taken; what you wrote is kept in {path}", "有一部分无法读取，没有收下；你写的内容保存在 {path}";
    /// The title of drafts of several topics.
    drafts_title: "Drafts", "草稿";
    /// Drafts were changed, and none got an answer.
    drafts_changed(n: usize): ["{n} draft changed", "{n} drafts changed"], "已修改 {n} 份草稿";
    /// Between an error and its cause.
    colon: ": ", "：";
}
