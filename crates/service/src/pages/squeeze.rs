/// A style sheet or script without comments of the form `/* … */`, indentation, empty lines, and most of the space that
/// only people need.
///
/// It knows no strings: our own files, which it is for, hold none with any of this in them.
pub(super) fn squeeze(source: &str) -> String {
    let mut plain = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let lines = plain.lines().map(str::trim).filter(|line| !line.is_empty());
    TIGHT.iter().fold(lines.collect::<Vec<_>>().join("\n"), |text, (loose, tight)| text.replace(loose, tight))
}

const TIGHT: [(&str, &str); 11] = [
    (" => ", "=>"),
    (" = ", "="),
    (", ", ","),
    (": ", ":"),
    ("; ", ";"),
    ("{ ", "{"),
    (" {", "{"),
    (" }", "}"),
    ("{\n", "{"),
    (";\n", ";"),
    ("\n}", "}"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_space_go() {
        assert_eq!(squeeze("/* a */\n:root {\n  --b: 1px; /* c\n d */\n\n}\n"), ":root{--b:1px;}");
        assert_eq!(squeeze("a /* never ends"), "a");
    }
}
