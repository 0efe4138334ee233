//! What an import says: its preview, its question, its report, and why each line became what it did.

super::words! {
    // The preview.
    import_file(file: &str): "{file}:", "{file}：";
    import_line: "line", "行";
    import_becomes: "becomes", "结果";
    import_why: "why", "原因";
    import_card: "card", "卡片";
    import_known: "known", "已有";
    import_left_out: "left out", "略过";
    import_more_lines(n: usize):
        ["and {n} more line: --json shows all", "and {n} more lines: --json shows all"],
        "还有 {n} 行：--json 可查看全部";
    import_drafts(n: usize): ["{n} draft", "{n} drafts"], "{n} 份草稿";
    import_known_lines(n: usize): "{n} known", "已有 {n} 个";
    import_left_out_lines(n: usize): "{n} left out", "略过 {n} 行";

    // The question.
    import_ask(n: usize): ["Import {n} card?", "Import {n} cards?"], "导入 {n} 张卡片？";
    import_ask_and_update(n: usize, updated: usize):
        ["Import {n} card and update {updated}?", "Import {n} cards and update {updated}?"],
        "导入 {n} 张卡片，更新 {updated} 张？";
    import_yes_or_no: " [y/N] ", "[y/N] ";
    import_or_lines:
        " [y/N, or lines to leave out such as 3,5-9] ",
        "[y/N，或输入要略过的行，如 3,5-9] ";
    import_no_line(said: &str):
        "`{said}` is not a line number (try 3,5-9)",
        "`{said}` 不是行号（例：3,5-9）";
    import_one_file:
        "lines can be left out of one file at a time",
        "只导入一个文件时才能按行略过";
    import_too_large:
        "it is too large for `godrill undo`: make a backup first with `godrill backup FILE`",
        "导入量太大，`godrill undo` 无法撤销：请先用 `godrill backup FILE` 备份";
    import_was_too_large:
        "it was too large for `godrill undo`, which stops here: to go back, restore a backup with\n\
         `godrill restore FILE`; `--dry-run` warns before the next one",
        "导入量太大，`godrill undo` 无法撤销它和更早的操作：要还原，请用\n\
         `godrill restore FILE` 恢复备份；下次导入前可先用 `--dry-run` 检查";

    // The report.
    import_nothing: "nothing was imported", "没有导入任何内容";
    import_would_be: "would be", "将会";
    import_added: "added", "新增";
    import_updated: "updated", "更新";
    import_unchanged: "unchanged", "未变";
    import_cards_added(n: usize): ["{n} card added", "{n} cards added"], "新增 {n} 张卡片";
    import_cards_updated(n: usize): "{n} updated", "更新 {n} 张";
    import_cards_unchanged(n: usize): "{n} unchanged", "未变 {n} 张";
    import_reviews_added(n: usize):
        ["{n} review added", "{n} reviews added"],
        "新增 {n} 条复习记录";
    import_media(n: usize):
        ["{n} picture or sound", "{n} pictures or sounds"],
        "{n} 个图片或音频";
    import_dry_run(what: &str): "dry run: would {what}", "试运行，将会：{what}";
    import_add_cards(n: usize): ["add {n} card", "add {n} cards"], "新增 {n} 张卡片";
    import_update_cards(n: usize): "update {n}", "更新 {n} 张";
    import_leave_cards(n: usize): "leave {n} unchanged", "不变 {n} 张";
    import_add_reviews(n: usize): ["add {n} review", "add {n} reviews"], "新增 {n} 条复习记录";
    import_add_media(n: usize):
        ["add {n} picture or sound", "add {n} pictures or sounds"],
        "新增 {n} 个图片或音频";
    import_skipped(report: &str, n: usize):
        "{report}; {n} skipped for the reasons above",
        "{report}；跳过 {n} 项，原因见上";
    import_unpacking: "unpacking", "正在解压";
    import_reading: "reading", "正在读取";
    import_writing: "writing", "正在写入";

    // What is left out of a file, before its count.
    import_skips(file: &str, reason: &str, n: usize):
        "{file}: skipped {reason}: {n}",
        "{file}：跳过 {n} 项，{reason}";
    left_no_questions: "a file without questions", "文件里没有问题";
    left_forgotten:
        "answers from before a card was reset or learned anew",
        "是卡片重置或重新学习之前的回答";
    left_ahead: "answers with a date that is still to come", "回答的日期还没到";
    left_bad_template(template: &str, notetype: &str, error: &str):
        "cards of template `{template}` of note type `{notetype}`: {error}",
        "笔记类型 `{notetype}` 的模板 `{template}` 有错：{error}";
    left_earlier: "cards that an earlier file has too", "前面的文件里已有同样的卡片";
    left_repeated: "cards that came before", "与前面的卡片重复";
    left_twice: "cards that stand twice in the file", "卡片在文件里出现了两次";
    left_no_front: "cards with an empty front", "卡片正面是空的";
    left_too_long: "cards with more text than fits on a card", "文字太长，一张卡片放不下";
    left_too_many_answers(most: usize):
        "cards with more than {most} answers",
        "一张卡片的回答超过 {most} 次";
    left_no_page:
        "cards with reviews that are in none of the Markdown files",
        "有复习记录，但这些 Markdown 文件里没有这张卡片";
    left_no_note: "cards without a note", "卡片没有对应的笔记";
    left_no_note_type: "cards without a note type", "卡片没有笔记类型";
    left_no_template: "cards without a template", "卡片没有模板";
    left_no_answer: "cards without an answer", "卡片没有答案";
    left_media_past_room:
        "pictures or sounds past what a file of this size can hold",
        "图片和声音解压后过大，与文件大小不符";
    left_no_media: "pictures or sounds that are not in the file", "文件里没有这些图片或声音";
    left_large_media:
        "pictures or sounds that are larger than 16 MiB, or not in the file",
        "图片或声音超过 16 MiB，或者不在文件里";
    left_bad_media: "pictures or sounds that cannot be unpacked", "图片或声音无法解压";
    left_media_beside:
        "pictures or sounds, which Anki keeps in a folder of their own: export a .colpkg from Anki to have them",
        "图片和声音由 Anki 放在另一个文件夹里：请从 Anki 导出 .colpkg 再导入";
    left_bad_review: "reviews that cannot be read", "复习记录无法读取";
    left_bad_row: "rows with values that make no sense", "行里的数值不合理";

    // Why a line became what it did.
    why_unwanted: "you left it out", "你选择略过";
    why_repeated: "the same question came before", "与前面的问题重复";
    why_asked(id: &str): "{id} asks the same", "{id} 问的是同一个问题";
    why_answered(id: &str): "{id} answers it already", "{id} 已有答案";
    why_bold: "a bold question", "加粗的问题";
    why_callout: "a callout that asks", "标注框里的问题";
    why_cloze: "a cloze deletion", "填空题的一处挖空";
    why_cloze_without: "a cloze without a [deletion]", "填空题里没有 [挖空]";
    why_details: "question and answer in <details>", "<details> 里的问答";
    why_details_mute: "<details> without a question", "<details> 里没有问题";
    why_fields: "the fields of a card", "标题写明了卡片的正反面";
    why_heading: "a heading that asks", "标题是问题";
    why_heading_mute: "a heading that asks nothing: --prose takes it", "标题不是问题；要导入请加 --prose";
    why_line: "a line that asks", "这一行是问题";
    why_item: "a list item that asks", "列表项是问题";
    why_announced: "below what announces questions", "上方表明下面是问题";
    why_item_mute: "it asks nothing", "不是问题";
    why_small_talk: "a part of an interview that asks nothing about the subject", "面试流程，与知识无关";
    why_groups: "it groups the lines below it", "只是下面几行的分组";
    why_numbered: "a numbered question", "编号的问题";
    why_obsidian: "Obsidian: question and answer", "Obsidian：问题和答案";
    why_obsidian_back: "Obsidian: the other way round", "Obsidian：反向提问";
    why_obsidian_twice: "more than one `::`: write it with `?` on a line between", "有多个 `::`：请改用单独一行的 `?` 分隔";
    why_table: "a table of questions and answers", "问答表格";
    why_table_mute: "a table, but not of questions and answers", "表格，但不是问答";
    why_tagged: "a question by its tag", "带标签的问题";
    why_term: "a term with its text", "术语和解释";
    why_term_mute: "a term with its text: --terms takes it", "术语和解释；要导入请加 --terms";
    why_page_title: "the title of the page", "全文的标题";
    why_wanted: "you want it", "你选择导入";
    why_elsewhere: "the question is elsewhere, with its answer", "别处有这个问题及其答案";
    why_too_large: "more text than fits on a card", "文字太长，一张卡片放不下";
    why_code: "code outside an answer", "不属于任何答案的代码";
    why_no_question: "no question in it", "没有问题";
    why_prose: "a heading and the prose under it", "标题和它下面的正文";
}
