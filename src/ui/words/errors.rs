//! What can go wrong with the database during a session. The path of the file is named.

super::words! {
    /// It cannot be opened.
    db_cannot_open(path: &str, reason: &str): "{path} cannot be opened ({reason}): check the path, its permissions and that the disk has room", "无法打开 {path}（{reason}）：请检查路径、权限和磁盘空间";
    /// It cannot be written.
    db_read_only(path: &str): "{path} is read-only: allow writing to the file and its folder, or give another path with --db", "{path} 是只读的：请允许写入该文件及其文件夹，或用 --db 指定别的路径";
    /// It is not where it was.
    db_gone(path: &str): "{path} was moved, replaced or deleted while in use: nothing more was saved; put it back, then start again", "{path} 在使用中被移动、替换或删除：此后的内容没有保存；请把它放回原处，再重新运行";
    /// It is not a database.
    db_not_a_database(path: &str): "{path} is not a SQLite database: give another path with --db, or restore a backup with `godrill restore FILE`", "{path} 不是 SQLite 数据库：请用 --db 指定别的路径，或用 `godrill restore FILE` 恢复备份";
    /// It is damaged.
    db_damaged(path: &str, reason: &str): "{path} is damaged ({reason}): restore a backup with `godrill restore FILE`", "{path} 已损坏（{reason}）：请用 `godrill restore FILE` 恢复备份";
    /// It has something that is not ours.
    db_altered(path: &str, what: &str): "{path} has {what}, which is not godrill's: nothing in it was run; restore a backup with `godrill restore FILE`, or give another path with --db", "{path} 中有不属于 godrill 的内容（{what}）：没有执行其中任何内容；请用 `godrill restore FILE` 恢复备份，或用 --db 指定别的路径";
    /// It holds what cannot be read.
    db_unreadable(path: &str): "{path} holds what cannot be read: `godrill check` names it, `godrill check --repair` mends it", "{path} 中有无法读取的内容：可用 `godrill check` 查看，用 `godrill check --repair` 修复";
    /// The disk is full.
    db_full(path: &str): "no room left to write {path}: free some disk space and go on; nothing that was saved is lost", "磁盘空间不足，无法写入 {path}：请腾出空间再继续；已保存的内容没有丢失";
    /// A write failed.
    db_cannot_write(path: &str, reason: &str): "cannot write {path} ({reason}): the disk is full, over its quota or failing; make room and go on; nothing that was saved is lost", "无法写入 {path}（{reason}）：磁盘已满、超出配额或有故障；请腾出空间再继续；已保存的内容没有丢失";
    /// Another program holds it.
    db_busy(path: &str): "{path} is in use by another program: wait for it to finish and try again", "{path} 正被另一个程序使用：请等它结束后再试";
    /// Another session was first.
    db_conflict(id: &str): "card `{id}` was changed by another session meanwhile: nothing was overwritten", "卡片 `{id}` 刚才被另一个会话修改了：没有覆盖任何内容";
    /// A card is gone.
    db_no_card(id: &str): "there is no card `{id}` any more", "卡片 `{id}` 已不存在";
    /// Settings changed.
    db_settings_changed: "the settings were changed by another session meanwhile: nothing was written; run it again", "设置刚才被另一个会话修改了：没有写入任何内容；请重新运行";
    /// Goals changed.
    db_goals_changed: "the plan was changed meanwhile: nothing was overwritten; look at it with `godrill plan`", "计划刚才被修改了：没有覆盖任何内容；请用 `godrill plan` 查看";
    /// A setting changed.
    db_setting_changed(name: &str): "the setting `{name}` was changed since then: nothing was overwritten; `godrill config set {name}` sets it", "设置 `{name}` 之后又被修改了：没有覆盖任何内容；可用 `godrill config set {name}` 设置";
    /// A topic changed.
    db_topic_changed(name: &str): "the topic `{name}` was changed since then: nothing was overwritten; `godrill decks` lists the topics", "主题 `{name}` 之后又被修改了：没有覆盖任何内容；可用 `godrill decks` 查看主题";
    /// A step was too large to be kept.
    db_not_journaled(label: &str): "`{label}` was too large to be undone, nor can anything before it: restore a backup with `godrill restore FILE`", "`{label}` 太大，它和它之前的操作都无法撤销：请用 `godrill restore FILE` 恢复备份";
    /// A step cannot be read.
    db_journal(label: &str, reason: &str): "`{label}` cannot be undone, for the journal cannot be read ({reason}); nothing was changed", "无法撤销 `{label}`，因为操作记录无法读取（{reason}）；没有改动任何内容";
    /// Any other error of SQLite's.
    db_sql(path: &str, error: &str): "database {path}: {error}", "数据库 {path}：{error}";
    /// A file beside it.
    db_io(path: &str, error: &str): "cannot use {path} ({error}): check the path, its permissions and that the disk has room", "无法使用 {path}（{error}）：请检查路径、权限和磁盘空间";
}
