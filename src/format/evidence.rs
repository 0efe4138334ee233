//! Evidence: where a claim can be looked up.

/// Where a claim can be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// A text in a file of Go's source.
    Source {
        /// The path below `$GOROOT/src`, with `/`.
        path: String,
        /// What stands there, up to white space.
        text: String,
    },
    /// A text in a manual page.
    Manual {
        /// The name of the page, such as `fork`.
        name: String,
        /// The section, such as `2` or `3p`.
        section: String,
        /// What stands there, up to white space.
        text: String,
    },
    /// An address.
    Url(String),
}

impl Evidence {
    /// Reads a line of evidence: `path/in/src.go: text that stands there`, `man NAME.SECTION: text`,
    /// or a URL. A path that would leave `$GOROOT/src` is refused.
    pub fn parse(line: &str) -> Result<Evidence, String> {
        let line = line.trim();
        let is_url = ["https://", "http://"].iter().any(|s| line.starts_with(s));
        if is_url && !line.contains(char::is_whitespace) {
            return Ok(Evidence::Url(line.to_string()));
        }
        let shape = || format!("`{line}` is neither a source line, a manual page nor a URL");
        let (path, text) = line.split_once(": ").ok_or_else(shape)?;
        let text = text.trim().to_string();
        if let Some(page) = path.strip_prefix("man ") {
            let (name, section) = page_of(page.trim())
                .ok_or_else(|| format!("`{}` is no manual page", page.trim()))?;
            return Ok(Evidence::Manual { name, section, text });
        }
        if is_url || path.is_empty() || path.contains(char::is_whitespace) {
            return Err(shape());
        }
        let inside = !path.contains(['\\', ':'])
            && path.split('/').all(|part| !["", ".", ".."].contains(&part));
        if !inside {
            return Err(format!("`{path}` is no path below Go's `src`"));
        }
        Ok(Evidence::Source { path: path.to_string(), text })
    }

    /// Whether what it names stays as it is, so that the claim can be looked up: a text in a file, or
    /// an address that is pinned.
    pub fn is_lasting(&self) -> bool {
        match self {
            Evidence::Source { .. } | Evidence::Manual { .. } => true,
            Evidence::Url(url) => is_pinned(url),
        }
    }
}

/// Where a manual page of Linux can be read.
pub fn manual_page(name: &str, section: &str) -> String {
    let number: String = section.chars().take_while(char::is_ascii_digit).collect();
    format!("https://man7.org/linux/man-pages/man{number}/{name}.{section}.html")
}

/// Name and section of a page written like `fork.2`.
fn page_of(page: &str) -> Option<(String, String)> {
    let (name, section) = page.rsplit_once('.')?;
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '.' | '@');
    let is_name =
        name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') && name.chars().all(good);
    let is_section = section.starts_with(|c: char| c.is_ascii_digit())
        && section.chars().all(|c| c.is_ascii_alphanumeric());
    (is_name && is_section).then(|| (name.to_string(), section.to_string()))
}

/// Whether an address names one version of one place: a commit with path and line, a section of an
/// RFC, a page of a manual with its version, an arXiv paper with its version.
pub fn is_pinned(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let rest = rest.split('?').next().unwrap_or("");
    let mut parts = rest.split('/').filter(|part| !part.is_empty());
    let host = parts.next().unwrap_or("");
    let path: Vec<&str> = parts.collect();
    let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let is_commit = |part: &&str| part.len() == 40 && part.bytes().all(|b| b.is_ascii_hexdigit());
    if path.iter().any(is_commit) {
        let is_last = path.last().is_some_and(is_commit);
        return !is_last && has_digit(fragment);
    }
    let is_rfc = |part: &&str| {
        let number = part.trim_start_matches("rfc").trim_end_matches(".html");
        part.starts_with("rfc") && number.bytes().all(|b| b.is_ascii_digit()) && !number.is_empty()
    };
    if path.iter().any(is_rfc) {
        return fragment.starts_with("section-") || fragment.starts_with("name-");
    }
    if host == "arxiv.org" {
        let version = path.last().and_then(|id| id.rsplit_once('v'));
        return version
            .is_some_and(|(id, version)| id.split('.').all(is_number) && is_number(version));
    }
    // A version in the name of the host is written with hyphens, as in v1-30.docs.kubernetes.io.
    let label = host.split('.').next().unwrap_or("").replace('-', ".");
    let is_page = path.len() > 1;
    (is_version(&label) && !path.is_empty())
        || path.iter().enumerate().any(|(at, part)| match part.split_once('@') {
            Some((_, version)) => is_version(version),
            None => {
                let is_docs = at > 0 && path[at - 1] == "docs";
                is_page && (is_version(part) || is_docs && is_number(part))
            }
        })
}

/// `v1`, `v1.2.3-rc.1`, `8.4`, `go1.27.3`; a bare number does not count.
fn is_version(part: &str) -> bool {
    let bare = part.trim_start_matches("go").trim_start_matches(['v', 'V']);
    let numbers = bare.split(['-', '+', '_']).next().unwrap_or("");
    let mut levels = numbers.split('.');
    let good = levels.clone().all(is_number);
    good && (levels.clone().count() > 1 || bare.len() < part.len()) && levels.next().is_some()
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_a_source_line_a_manual_page_or_a_url() {
        for (line, path, found) in [
            ("runtime/proc.go: func main()", "runtime/proc.go", "func main()"),
            ("a.go: b: c", "a.go", "b: c"),
        ] {
            let parsed = Evidence::parse(line).unwrap();
            assert_eq!(parsed, Evidence::Source { path: path.into(), text: found.into() });
        }
        for (line, name, section) in [
            ("man fork.2: On success: the PID", "fork", "2"),
            ("man _exit.2: On success: the PID", "_exit", "2"),
            ("man systemd.exec.5: On success: the PID", "systemd.exec", "5"),
            ("man  printf.3p:  On success: the PID", "printf", "3p"),
        ] {
            let text = "On success: the PID".to_string();
            let (name, section) = (name.to_string(), section.to_string());
            assert_eq!(Evidence::parse(line), Ok(Evidence::Manual { name, section, text }));
        }
        let url = "https://go.dev/ref/spec#Go_statements";
        assert_eq!(Evidence::parse(url).unwrap(), Evidence::Url(url.into()));
        for line in [
            "",
            "foo",
            "a b: c",
            "/etc/passwd: root",
            "../x.go: y",
            "a/../../x: y",
            "C:\\x: y",
            "https://a b",
            "man fork: text",
            "man ../fork.2: text",
            "man fork.x: text",
            "man fork.2 text",
            "man : text",
        ] {
            assert!(Evidence::parse(line).is_err(), "{line}");
        }
    }

    #[test]
    fn a_pinned_address_names_one_version_of_one_place() {
        const HASH: &str = "dcaa429c0ffee0123456789abcdef0123456789a";
        for (url, pinned) in [
            (format!("https://github.com/gin-gonic/gin/blob/{HASH}/context.go#L120-L130"), true),
            (format!("https://go.googlesource.com/go/+/{HASH}/src/runtime/proc.go#17"), true),
            (format!("https://github.com/gin-gonic/gin/blob/{HASH}/context.go"), false),
            (format!("https://github.com/gin-gonic/gin/commit/{HASH}#L1"), false),
            ("https://github.com/gin-gonic/gin/blob/master/context.go#L120".into(), false),
            ("https://www.rfc-editor.org/rfc/rfc9293#section-3.4.2".into(), true),
            ("https://www.rfc-editor.org/rfc/rfc9110.html#name-methods".into(), true),
            ("https://datatracker.ietf.org/doc/html/rfc9293#section-3.4".into(), true),
            ("https://www.rfc-editor.org/rfc/rfc9293".into(), false),
            ("https://dev.mysql.com/doc/refman/8.4/en/innodb-locking.html".into(), true),
            ("https://www.postgresql.org/docs/17/mvcc.html".into(), true),
            ("https://www.postgresql.org/docs/current/mvcc.html".into(), false),
            ("https://www.kernel.org/doc/html/v6.6/scheduler/index.html".into(), true),
            ("https://v1-30.docs.kubernetes.io/docs/concepts/".into(), true),
            ("https://kubernetes.io/docs/concepts/".into(), false),
            ("https://pkg.go.dev/google.golang.org/grpc@v1.60.0#ClientConn".into(), true),
            ("https://pkg.go.dev/google.golang.org/grpc#ClientConn".into(), false),
            ("https://github.com/grpc/grpc-go/blob/v1.60.0/clientconn.go#L20".into(), true),
            ("https://go.dev/ref/spec#For_range".into(), false),
            ("https://go.dev/doc/go1.27#compiler".into(), true),
            ("https://arxiv.org/abs/2312.05934v1".into(), true),
            ("https://arxiv.org/abs/2312.05934".into(), false),
            ("https://go.dev/blog/2020/01/x".into(), false),
            ("https://redis.io/docs/latest/commands/".into(), false),
        ] {
            assert_eq!(is_pinned(&url), pinned, "{url}");
        }
    }
}
